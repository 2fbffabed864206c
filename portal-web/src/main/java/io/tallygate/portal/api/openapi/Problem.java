package io.tallygate.portal.api.openapi;

import java.util.List;

/// What [io.tallygate.portal.api.ProblemMapper] writes.
@About("Why a call was refused: a problem detail as RFC 9457 has it.")
record Problem(
        @Text(format = "uri-reference", example = "/problems/invalid-input")
        @About("Stable; tell problems apart by it.")
        String type,

        @Text(least = 1, example = "Invalid input") String title,
        @Whole(least = 400, most = 599) int status,

        @Text(least = 1, example = "Some members cannot be taken as they are.") @About("For the person who reads it.")
        String detail,

        @Text(example = "/api/v1/tenants/acme/consumers") @About("The address that was called.")
        String instance,

        @Text(least = 1, example = "0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c")
        @About("As `X-Request-Id` of the answer says.")
        String requestId,

        @LeftOut @About("What is wrong with the body, member by member.")
        List<WrongMember> errors) {

    @About("A member of the body that cannot be taken.")
    record WrongMember(
            @Text(example = "/name")
            @About("Where it is in the body, as RFC 6901 has it. After a `#` comes a place inside the document that a"
                    + " member holds.")
            String pointer,

            @Text(example = "This is required.") String detail) {}
}
