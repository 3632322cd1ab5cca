-- Whether a desktop that is ordered in a project is protected against deletion where its order does not say so.

alter table workspaces add column protect_new_desktops boolean not null default false;
