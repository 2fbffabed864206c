-- A revoked token is remembered for a while, so that a call with it is in its tenant's audit log as what it is. It is written by the
-- database itself, whoever revokes; nobody of the application reads it but the directory, which is asked whose a token is.
create table revoked_token (
    sha256     text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    id         uuid        not null,
    tenant_id  uuid        not null references tenant (id),
    subject    text        not null check (length(subject) between 1 and 255),
    email      text        not null,
    revoked_at timestamptz not null default now()
);
create index revoked_token_tenant on revoked_token (tenant_id, revoked_at);
create index revoked_token_age on revoked_token (revoked_at);

alter table revoked_token enable row level security;
alter table revoked_token force row level security;
create policy tenant on revoked_token using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy directory on revoked_token for select to tallygate_directory using (true);
grant select on revoked_token to tallygate_directory;
-- whoever cleans up sees what has had its time, and nothing else
create policy forgotten on revoked_token to tallygate_operator using (revoked_at < now() - interval '90 days');
grant select (sha256, revoked_at), delete on revoked_token to tallygate_operator;

create function remember_revoked_token() returns trigger
    language plpgsql security definer set search_path = portal, pg_temp as $$
begin
    insert into revoked_token (sha256, id, tenant_id, subject, email)
    values (old.sha256, old.id, old.tenant_id, old.subject, old.email);
    return null;
end
$$;
create trigger remember_revoked after delete on access_token for each row when (old.tenant_id is not null)
    execute function remember_revoked_token();
revoke all on function remember_revoked_token from public;
