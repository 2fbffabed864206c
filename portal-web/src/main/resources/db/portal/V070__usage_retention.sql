-- How long a tenant keeps its usage; a tenant without a row keeps all of it.

create table usage_retention (
    id           uuid primary key,
    tenant_id    uuid        not null unique references tenant (id),
    days         integer     not null check (days between 100 and 3660),
    changed_at   timestamptz not null,
    lock_version integer     not null default 0
);

alter table usage_retention enable row level security;
alter table usage_retention force row level security;
create policy tenant on usage_retention using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on usage_retention to tallygate_app;
-- whoever cleans up sees whose usage is kept how long, and nothing else
create policy forgetting on usage_retention for select to tallygate_operator using (true);
grant select (tenant_id, days) on usage_retention to tallygate_operator;
