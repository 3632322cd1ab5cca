-- The keys that encrypted denials are sealed with (iam/decisions). A table of their own: whoever opens what is stored must not
-- come upon keys whose messages last a day.
create table authorization_message_keys (
  id uuid primary key,
  -- AES-256-GCM; the id of its data key stands in front
  sealed_key bytea not null,
  created_at timestamptz not null,
  -- kept after that until the last message that it sealed has expired
  retired_at timestamptz
);
create unique index authorization_message_keys_current on authorization_message_keys ((true)) where retired_at is null;
