-- An IAM user who has to choose another password before anything else in the console (pwd_status).
alter table iam_users add column must_change_password boolean not null default false;
