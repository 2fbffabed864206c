-- What the document of a whole tenant needs: labels, and documents that can be compared without reading them.

-- The tenant's own words on its objects, by which a document may limit itself to some of them. `kind` and `object_id` name the object;
-- the objects lie in several schemas, so no foreign key holds them: labels of what is gone are never read.
create table object_label (
    id        uuid primary key,
    tenant_id uuid not null references tenant (id),
    kind      text not null check (kind in ('api', 'product', 'consumer', 'application')),
    object_id uuid not null,
    name      text not null check (name ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
    value     text not null check (value ~ '^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$'),
    constraint object_label_once unique (tenant_id, kind, object_id, name)
);

alter table object_label enable row level security;
alter table object_label force row level security;
create policy tenant on object_label using (tenant_id = current_tenant()) with check (tenant_id = current_tenant());
grant select, insert, update, delete on object_label to tallygate_app;

-- The same text has the same hash whatever the database's encoding; PostgreSQL cannot know that of a conversion.
create function text_sha256(content text) returns text
    language plpgsql immutable strict parallel safe as $$
begin
    return encode(sha256(convert_to(content, 'UTF8')), 'hex');
end
$$;
grant execute on function text_sha256(text) to tallygate_app;
alter table api_version add column document_sha256 text not null generated always as (portal.text_sha256(document)) stored;
