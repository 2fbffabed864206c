-- Who was asked by e-mail to join a tenant, or one of its consumers. Of the secret in the link only the hash is kept. One that was
-- accepted stays for a while, so that following the link again leads where it led before.
create table invitation (
    id            uuid primary key,
    tenant_id     uuid        not null references tenant (id),
    consumer_id   uuid,
    email         text        not null check (email = lower(email) and length(email) between 3 and 254),
    role          text        not null check (role in ('owner', 'admin', 'publisher', 'developer', 'billing', 'viewer')),
    language      text        not null check (language in ('en', 'de')),
    secret_sha256 text        not null unique check (secret_sha256 ~ '^[0-9a-f]{64}$'),
    invited_by    text        not null check (length(invited_by) <= 254),
    created_at    timestamptz not null,
    sent_at       timestamptz not null,
    times_sent    integer     not null default 1 check (times_sent between 1 and 100),
    expires_at    timestamptz not null,
    accepted_at   timestamptz,
    accepted_by   text,
    foreign key (tenant_id, consumer_id) references consumer (tenant_id, id) on delete cascade,
    check ((accepted_at is null) = (accepted_by is null))
);
create index invitation_page on invitation (tenant_id, consumer_id, id);
-- one address is asked once for one place
create unique index invitation_open on invitation (tenant_id, consumer_id, email) nulls not distinct where accepted_at is null;

alter table invitation enable row level security;
alter table invitation force row level security;
create policy tenant on invitation using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on invitation to tallygate_app;

-- whoever follows the link says no tenant: the directory finds it, and nothing else of the invitation
create policy directory on invitation for select to tallygate_directory using (true);
grant select (tenant_id, secret_sha256) on invitation to tallygate_directory;
