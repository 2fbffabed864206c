package io.tallygate.portal.state.yaml;

/// The text is no YAML that we take; the message says where and why.
public final class NotYaml extends Exception {
    private static final long serialVersionUID = 1L;

    NotYaml(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
