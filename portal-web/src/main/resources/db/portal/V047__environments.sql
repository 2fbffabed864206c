-- Where an API answers besides live. Its live deployment is the API's own row: version, upstream, published or not.

create table api_deployment (
    id          uuid primary key,
    tenant_id   uuid        not null references tenant (id),
    api_id      uuid        not null,
    environment text        not null check (environment in ('test')),
    version_id  uuid        not null,
    upstream    text        not null check (length(upstream) between 1 and 2000),
    deployed_at timestamptz not null,
    foreign key (tenant_id, api_id) references api (tenant_id, id),
    foreign key (tenant_id, version_id) references api_version (tenant_id, id),
    constraint api_deployment_once unique (tenant_id, api_id, environment)
);
create index api_version_page on api_version (tenant_id, api_id, id);

alter table api_deployment enable row level security;
alter table api_deployment force row level security;
create policy tenant on api_deployment using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on api_deployment to tallygate_app;

select begin_counting('api', 'routes', 'status = ''published''');
select begin_counting('api_deployment', 'routes', 'true');
