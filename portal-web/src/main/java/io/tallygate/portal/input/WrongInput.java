package io.tallygate.portal.input;

import java.util.List;

/// Someone asked for something that cannot be: which members, and why, in words for them.
public class WrongInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Member> members;

    /// @param pointer  RFC 6901, into the request's body; `/unitPrice/amount`
    public record Member(String pointer, Reason reason) {
        /// In English.
        public String detail() {
            return reason.english();
        }
    }

    public WrongInput(List<Member> members) {
        super(members.toString());
        this.members = List.copyOf(members);
    }

    public WrongInput(String pointer, Reason reason) {
        this(List.of(new Member(pointer, reason)));
    }

    public List<Member> members() {
        return members;
    }
}
