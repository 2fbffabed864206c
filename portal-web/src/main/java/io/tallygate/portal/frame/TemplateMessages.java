package io.tallygate.portal.frame;

import java.util.MissingResourceException;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/// `#{…}` in a template, out of [Messages].
final class TemplateMessages extends AbstractMessageResolver {
    @Override
    public @Nullable String resolveMessage(
            ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
        try {
            return new Messages(context.getLocale()).text(key, parameters == null ? new Object[0] : parameters);
        } catch (MissingResourceException missing) {
            return null;
        }
    }

    @Override
    public String createAbsentMessageRepresentation(
            ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] parameters) {
        return "??" + key + "??";
    }
}
