-- What gateways' journals held, what the usage store holds and what billing used, compared; and every difference by name.

create table reconciliation (
    id              uuid primary key,
    tenant_id       uuid        not null references tenant (id),
    period_from     timestamptz not null,
    period_to       timestamptz not null check (period_to > period_from),
    asked_at        timestamptz not null,
    -- null: it has not been made yet
    done_at         timestamptz,
    -- how far usage was complete; later hours are not looked at
    complete_until  timestamptz,
    journal_calls   bigint      not null default 0,
    stored_calls    bigint      not null default 0,
    billed_periods  integer     not null default 0,
    differences     integer     not null default 0,
    lock_version    integer     not null default 0,
    unique (tenant_id, id)
);

create table reconciliation_difference (
    id                uuid primary key,
    tenant_id         uuid        not null,
    reconciliation_id uuid        not null,
    kind              text        not null check (kind in
        ('missing-in-store', 'unknown-to-journals', 'not-reported', 'billed-otherwise', 'came-late')),
    -- an hour of an instance, or a billed period of a subscription
    begins_at         timestamptz not null,
    instance          text        check (length(instance) <= 200),
    subscription_id   uuid,
    expected          numeric     not null,
    found             numeric     not null,
    foreign key (tenant_id, reconciliation_id) references reconciliation (tenant_id, id) on delete cascade
);
create index reconciliation_difference_page on reconciliation_difference (tenant_id, reconciliation_id, id);

do $$
declare
    owned text;
begin
    foreach owned in array array['reconciliation', 'reconciliation_difference'] loop
        execute format('alter table %I enable row level security', owned);
        execute format('alter table %I force row level security', owned);
        execute format('create policy tenant on %I using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', owned);
        execute format('grant select, insert, update, delete on %I to tallygate_app', owned);
    end loop;
end
$$;
