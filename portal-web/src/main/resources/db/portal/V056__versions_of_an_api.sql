-- Taking an API away asks whether a version still names it: without this it read every version of every tenant.
create index api_version_of_api on api_version (tenant_id, api_id, id);
