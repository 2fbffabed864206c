-- A suspended tenant, and whose doing it is. Each takes back their own; the tenant is open again when no row is left.

create table tenant_suspension (
    id        uuid primary key,
    tenant_id uuid        not null references tenant (id),
    cause     text        not null check (cause in ('tenant', 'operator', 'erasure')),
    reason    text        not null check (length(reason) <= 500),
    since     timestamptz not null,
    constraint tenant_suspension_once unique (tenant_id, cause)
);
alter table tenant_suspension enable row level security;
alter table tenant_suspension force row level security;
create policy tenant on tenant_suspension using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
create policy directory on tenant_suspension for select to tallygate_directory using (true);
grant select, insert, delete on tenant_suspension to tallygate_app;
grant select (tenant_id) on tenant_suspension to tallygate_directory;

-- two people who edit a tenant at once: the second hears of the first
alter table tenant add column lock_version integer not null default 0;
grant update (lock_version) on tenant to tallygate_app;

-- gateways hear of it
alter table gateway_change drop constraint gateway_change_kind_check;
alter table gateway_change add constraint gateway_change_kind_check
    check (kind in ('tenant', 'upstream', 'route', 'credential', 'subscription', 'plan-version'));
