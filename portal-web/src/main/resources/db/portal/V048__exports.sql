-- All of a tenant in one archive, and where it stands. It lies in the database, so that every portal hands it out and erasure finds it.
create table tenant_export (
    id           uuid primary key,
    tenant_id    uuid        not null references tenant (id),
    status       text        not null check (status in ('waiting', 'ready')),
    requested_at timestamptz not null,
    finished_at  timestamptz,
    expires_at   timestamptz,
    bytes        bigint      not null default 0,
    sha256       text        check (sha256 ~ '^[0-9a-f]{64}$'),
    unique (tenant_id, id),
    check ((status = 'ready') = (sha256 is not null and expires_at is not null))
);
create table tenant_export_part (
    tenant_id uuid    not null,
    export_id uuid    not null,
    position  integer not null,
    bytes     bytea   not null,
    primary key (tenant_id, export_id, position),
    foreign key (tenant_id, export_id) references tenant_export (tenant_id, id) on delete cascade
);
do $$
declare
    owned text;
begin
    foreach owned in array array['tenant_export', 'tenant_export_part'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;
-- whoever cleans up sees what has expired, and nothing else
create policy expired on tenant_export to tallygate_operator using (expires_at < now());
grant select (id, expires_at), delete on tenant_export to tallygate_operator;
