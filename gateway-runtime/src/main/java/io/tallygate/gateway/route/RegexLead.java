package io.tallygate.gateway.route;

/// The whole segments that every path must begin with which a regular expression matches, as far as its text shows
/// them before its first special character: `/users/\d+` can match only below `/users`.
final class RegexLead {
    private static final String SPECIAL = ".[](){}*+?|^$";
    private static final String REPEATS = "*+?{";

    private RegexLead() {}

    /// @return  empty, or segments each led by a slash
    static String of(String regex) {
        if (hasAlternatives(regex)) {
            return "";
        }
        StringBuilder literal = new StringBuilder();
        int at = regex.startsWith("^") ? 1 : 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '\\' && at + 1 < regex.length() && !Character.isLetterOrDigit(regex.charAt(at + 1))) {
                literal.append(regex.charAt(at + 1));
                at += 2;
            } else if (c == '\\' || SPECIAL.indexOf(c) >= 0) {
                break;
            } else {
                literal.append(c);
                at++;
            }
        }
        boolean isWhole = at == regex.length() || regex.startsWith("$", at) && at + 1 == regex.length();
        if (!isWhole && !literal.isEmpty() && REPEATS.indexOf(regex.charAt(at)) >= 0) {
            literal.setLength(literal.length() - 1); // it belongs to the last character
        }
        if (!isWhole) {
            literal.setLength(Math.max(0, literal.lastIndexOf("/")));
        }
        String lead = literal.toString();
        return lead.startsWith("/") && !lead.endsWith("/") ? lead : "";
    }

    /// Whether one is outside of all brackets, or may be: then a path may begin otherwise.
    private static boolean hasAlternatives(String regex) {
        if (regex.contains("\\Q")) {
            return true;
        }
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> {
                    return regex.indexOf('|', i) >= 0; // what a class may hold is not looked into
                }
                case '(' -> depth++;
                case ')' -> depth--;
                case '|' -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }
}
