-- How many messages may wait for one webhook is bounded (WebhookLimits.WAITING): what comes beyond is in the log as failed, without an
-- attempt, and can be sent again.
alter table webhook_delivery add column held_back boolean not null default false;
create index webhook_delivery_held_back on webhook_delivery (tenant_id, webhook_id, id) where held_back;

-- A message in more than one language says so ("mul", ISO 639-2).
alter table mail drop constraint mail_language_check;
alter table mail add constraint mail_language_check check (language in ('en', 'de', 'mul'));
