package io.tallygate.portal.api;

import io.tallygate.portal.input.WrongInput;
import java.util.List;

/// An answer that is an error, as RFC 9457 describes it. [ProblemMapper] writes it.
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String title;
    private final transient List<WrongInput.Member> errors;
    private final long retryAfterSeconds;

    /// @param type    kebab case; `/problems/` is put before it
    /// @param detail  for the person who reads it; nothing internal
    public ApiProblem(int status, String type, String title, String detail) {
        this(status, type, title, detail, List.of());
    }

    public ApiProblem(int status, String type, String title, String detail, List<WrongInput.Member> errors) {
        this(status, type, title, detail, errors, 0);
    }

    private ApiProblem(
            int status,
            String type,
            String title,
            String detail,
            List<WrongInput.Member> errors,
            long retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
        this.errors = List.copyOf(errors);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// The same whether it does not exist or belongs to somebody else.
    public static ApiProblem notFound() {
        return new ApiProblem(404, "not-found", "Not found", "There is nothing here, or nothing that you may see.");
    }

    public static ApiProblem forbidden() {
        return forbidden("Your role does not allow this.");
    }

    public static ApiProblem forbidden(String detail) {
        return new ApiProblem(403, "forbidden", "Forbidden", detail);
    }

    /// @param scope  that a token would need
    public static ApiProblem insufficientScope(String scope) {
        return new ApiProblem(
                403, "insufficient-scope", "Insufficient scope", "The token was made without the scope " + scope + ".");
    }

    /// For every change at a tenant whose data is held still.
    public static ApiProblem tenantSuspended() {
        return new ApiProblem(
                403, "tenant-suspended", "Tenant suspended", "This tenant is suspended: it can be read, not changed.");
    }

    /// For a limit that is counted by the minute.
    /// @param retryAfterSeconds  when there is room again
    public static ApiProblem tooMany(String type, String title, String detail, long retryAfterSeconds) {
        return new ApiProblem(429, type, title, detail, List.of(), retryAfterSeconds);
    }

    /// For a limit of what a tenant may have.
    public static ApiProblem limitReached(String detail) {
        return conflict("limit-reached", "Limit reached", detail);
    }

    public static ApiProblem conflict(String type, String title, String detail) {
        return new ApiProblem(409, type, title, detail);
    }

    public static ApiProblem badRequest(String detail) {
        return new ApiProblem(400, "bad-request", "Bad request", detail);
    }

    public static ApiProblem invalid(List<WrongInput.Member> errors) {
        return new ApiProblem(
                422, "invalid-input", "Invalid input", "Some members cannot be taken as they are.", errors);
    }

    public int status() {
        return status;
    }

    public String type() {
        return "/problems/" + type;
    }

    public String title() {
        return title;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<WrongInput.Member> errors() {
        return errors;
    }

    /// 0: nobody knows.
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
