-- Messages on their way to people. A row is written with the change that it tells of; its text is taken away when it was sent, since
-- a link in it may open a door. Rows without a tenant are to people who have none yet.
grant usage on schema portal to tallygate_mail;

create table mail (
    id              uuid primary key default uuidv7(),
    tenant_id       uuid        references tenant (id),
    recipient       text        not null check (length(recipient) between 3 and 254),
    language        text        not null check (language in ('en', 'de')),
    subject         text        not null check (length(subject) between 1 and 500),
    -- null once it was sent or given up
    body            text        check (length(body) <= 20000),
    created_at      timestamptz not null default now(),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null default now(),
    sent_at         timestamptz,
    given_up_at     timestamptz,
    last_error      text        check (length(last_error) <= 300)
);
create index mail_due on mail (next_attempt_at) where body is not null;
create index mail_tenant on mail (tenant_id, created_at);
create index mail_age on mail (created_at);

alter table mail enable row level security;
alter table mail force row level security;
create policy tenant on mail using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy sender_reads on mail for select to tallygate_mail using (true);
create policy sender_notes on mail for update to tallygate_mail using (true) with check (true);
create policy sender_forgets on mail for delete to tallygate_mail using (true);
create policy to_nobody_s_person on mail for insert to tallygate_mail with check (tenant_id is null);
grant select (id, tenant_id, created_at), insert, delete on mail to tallygate_app;
grant select, insert, delete, update (body, attempts, next_attempt_at, sent_at, given_up_at, last_error) on mail to tallygate_mail;
