-- Acceptances and receipts are packed (audit/packedFormat.ts): their first byte is 1, where JSON has a brace. The hash is that of the
-- canonical JSON all the same. The database can only check it where the JSON is what it stores; of what is packed the sealer does it before it
-- gives an entry its place.
alter table log_entries
  drop constraint log_entries_leaf_hash_check,
  add constraint log_entries_leaf_hash_check check (
    get_byte(payload, 0) = 1 or leaf_hash = sha256('\x00'::bytea || payload));
comment on column log_entries.payload is
  'canonical JSON (RFC 8785) in UTF-8, or packed; null: an old audit event that was let go, whose hash stays in the tree';
