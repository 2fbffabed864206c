-- How often one person, or one address of the network, has signed up lately; only hashes of who that was.
create table sign_up_count (
    limit_name   text        not null check (limit_name ~ '^[a-z-]{1,40}$'),
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    window_start timestamptz not null,
    n            integer     not null check (n > 0),
    primary key (limit_name, sha256, window_start)
);
create index sign_up_count_age on sign_up_count (window_start);
alter table sign_up_count enable row level security;
alter table sign_up_count force row level security;
create policy identity on sign_up_count to tallygate_identity using (true) with check (true);
grant select, insert, update, delete on sign_up_count to tallygate_identity;

-- What the identity provider has been told of a tenant and its members. Background work compares it with the tenants and
-- members themselves, so whatever was missed while the provider was away is made up for.
create table tenant_organization (
    tenant_id    uuid        primary key references tenant (id),
    organization text        not null unique check (length(organization) between 1 and 64),
    name         text        not null check (length(name) between 1 and 255),
    created_at   timestamptz not null default now()
);
create table organization_member (
    tenant_id uuid not null references tenant_organization (tenant_id) on delete cascade,
    subject   text not null check (length(subject) between 1 and 255),
    primary key (tenant_id, subject)
);
do $$
declare
    owned text;
begin
    foreach owned in array array['tenant_organization', 'organization_member'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('create policy identity on %I to tallygate_identity using (true) with check (true)', owned);
        execute format('grant select, delete on %I to tallygate_app', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_identity', owned);
    end loop;
end
$$;

create policy identity on tenant for select to tallygate_identity using (true);
create policy identity on member for select to tallygate_identity using (true);
grant select (id, slug, name) on tenant to tallygate_identity;
grant select (tenant_id, subject) on member to tallygate_identity;

-- organisations of tenants that are no more; the provider is told, whenever it is there
create table organization_to_remove (
    organization text primary key check (length(organization) between 1 and 64)
);
alter table organization_to_remove enable row level security;
alter table organization_to_remove force row level security;
create policy remembering on organization_to_remove to tallygate_owner using (true) with check (true);
create policy identity on organization_to_remove to tallygate_identity using (true) with check (true);
grant select, delete on organization_to_remove to tallygate_identity;

create function remember_organization_to_remove() returns trigger
    language plpgsql security definer set search_path = portal, pg_temp
    as $$
begin
    insert into organization_to_remove (organization) values (old.organization) on conflict do nothing;
    return old;
end
$$;
create trigger tenant_organization_removed after delete on tenant_organization
    for each row execute function remember_organization_to_remove();
