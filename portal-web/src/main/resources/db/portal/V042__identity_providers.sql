-- A tenant's own identity providers, the domains whose addresses lead there, and what Keycloak was told of them.

create table identity_provider (
    id            uuid        primary key,
    tenant_id     uuid        not null references tenant (id),
    alias         text        not null unique check (alias ~ '^tenant-[0-9a-z]{26}$'),
    kind          text        not null check (kind in ('oidc', 'saml')),
    name          text        not null check (length(name) between 1 and 100),
    enabled       boolean     not null,
    source        text        check (length(source) between 1 and 2000),
    client_id     text        check (length(client_id) between 1 and 255),
    client_secret_sealed bytea,
    settings      text        not null check (length(settings) <= 65536),
    created_at    timestamptz not null,
    changed_at    timestamptz not null,
    unique (tenant_id, id),
    check ((kind = 'oidc') = (client_id is not null and client_secret_sealed is not null))
);
create index identity_provider_page on identity_provider (tenant_id, id);

-- A claim is worth nothing until it is proven; then it is one tenant's alone.
create table identity_provider_domain (
    id          uuid        primary key,
    tenant_id   uuid        not null references tenant (id),
    provider_id uuid        not null,
    domain      text        not null check (length(domain) between 3 and 253 and domain = lower(domain)),
    proof       text        not null check (length(proof) between 20 and 100),
    verified_at timestamptz,
    verified_by text        check (verified_by in ('dns', 'operator')),
    foreign key (tenant_id, provider_id) references identity_provider (tenant_id, id),
    constraint identity_provider_domain_once unique (tenant_id, domain),
    check ((verified_at is null) = (verified_by is null))
);
create unique index identity_provider_domain_proven on identity_provider_domain (domain) where verified_at is not null;
create index identity_provider_domain_page on identity_provider_domain (tenant_id, provider_id, domain);

create table identity_provider_told (
    tenant_id    uuid        not null,
    provider_id  uuid        not null,
    organization text        not null check (length(organization) between 1 and 64),
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    checked_at   timestamptz not null,
    primary key (tenant_id, provider_id),
    foreign key (tenant_id, provider_id) references identity_provider (tenant_id, id) on delete cascade
);

do $$
declare
    owned text;
begin
    foreach owned in array array['identity_provider', 'identity_provider_domain', 'identity_provider_told'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('create policy identity on %I to tallygate_identity using (true) with check (true)', owned);
        execute format('grant select on %I to tallygate_identity', owned);
    end loop;
end
$$;
grant select, insert, update, delete on identity_provider, identity_provider_domain to tallygate_app;
grant select, delete on identity_provider_told to tallygate_app;
grant insert, update, delete on identity_provider_told to tallygate_identity;

-- providers that are no more: their sessions end, and Keycloak is told, whenever it is there
create table identity_provider_to_remove (
    alias text primary key
);
alter table identity_provider_to_remove enable row level security;
alter table identity_provider_to_remove force row level security;
create policy remembering on identity_provider_to_remove to tallygate_owner using (true) with check (true);
create policy identity on identity_provider_to_remove to tallygate_identity using (true) with check (true);
grant select, delete on identity_provider_to_remove to tallygate_identity;

create function remember_identity_provider_to_remove() returns trigger
    language plpgsql security definer set search_path = portal, pg_temp
    as $$
begin
    insert into identity_provider_to_remove (alias) values (old.alias) on conflict do nothing;
    return old;
end
$$;
create trigger identity_provider_removed after delete on identity_provider
    for each row execute function remember_identity_provider_to_remove();

-- which of a tenant's providers let somebody in; null: the installation's own realm
alter table person_session add column broker text check (length(broker) between 1 and 255);
create index person_session_broker on person_session (broker) where broker is not null and ended_at is null;
alter table person_session drop constraint person_session_ended_by_check;
alter table person_session add constraint person_session_ended_by_check
    check (ended_by in ('person', 'elsewhere', 'provider', 'disabled', 'broker', 'idle', 'age', 'limit'));

-- the domains that Keycloak was told of, in order, with commas between them
alter table tenant_organization add column domains text not null default '';
