-- What gateways do with an API's calls in an environment: its routes with their policies, and the rules of its upstream.
-- An API without a row is served as usual. Secrets are sealed apart from what is shown.

create table api_routing (
    id             uuid primary key,
    tenant_id      uuid        not null references tenant (id),
    api_id         uuid        not null,
    environment    text        not null check (environment in ('live', 'test')),
    -- what gateways have, and what somebody prepares in the console
    stage          text        not null check (stage in ('published', 'draft')),
    routes         text        not null check (length(routes) <= 1048576),
    upstream       text        not null check (length(upstream) <= 1048576),
    sealed_secrets text        not null check (length(sealed_secrets) <= 262144),
    changed_at     timestamptz not null,
    lock_version   integer     not null default 0,
    foreign key (tenant_id, api_id) references api (tenant_id, id),
    constraint api_routing_once unique (tenant_id, api_id, environment, stage)
);

alter table api_routing enable row level security;
alter table api_routing force row level security;
create policy tenant on api_routing using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on api_routing to tallygate_app;
