-- A rating run is final as long as its tenant is there; who erases the tenant erases its runs as well.
CREATE FUNCTION billing.refuse_change_of_run() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    IF TG_OP = 'DELETE' AND portal.is_erasing(OLD.tenant_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was issued never changes: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
DROP TRIGGER rating_run_is_final ON billing.rating_run;
CREATE TRIGGER rating_run_is_final BEFORE UPDATE OR DELETE ON billing.rating_run FOR EACH ROW EXECUTE FUNCTION billing.refuse_change_of_run();
