package io.tallygate.portal.frame;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mvc.engine.ViewEngine;
import jakarta.mvc.engine.ViewEngineContext;
import jakarta.mvc.engine.ViewEngineException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/// Turns a template and its model into a page. A page is complete before its first byte leaves, so a template that
/// fails
/// becomes a proper error page and never half of one.
@ApplicationScoped
@Priority(ViewEngine.PRIORITY_APPLICATION)
public class Views implements ViewEngine {
    private static final String SUFFIX = ".html";

    private final Frame frame;
    private final JakartaServletWebApplication application;
    private final TemplateEngine engine;

    @SuppressWarnings("NullAway")
    protected Views() {
        this.frame = null;
        this.application = null;
        this.engine = null;
    }

    @Inject
    public Views(ServletContext context, Frame frame) {
        this.frame = frame;
        this.application = JakartaServletWebApplication.buildApplication(context);
        WebApplicationTemplateResolver templates = new WebApplicationTemplateResolver(application);
        templates.setPrefix("/WEB-INF/views/");
        templates.setSuffix(SUFFIX);
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
        this.engine = new TemplateEngine();
        this.engine.setTemplateResolver(templates);
        this.engine.setMessageResolver(new TemplateMessages());
    }

    @Override
    public boolean supports(@Nullable String view) {
        return view != null && view.endsWith(SUFFIX);
    }

    @Override
    public void processView(ViewEngineContext context) throws ViewEngineException {
        HttpServletResponse response = context.getResponse(HttpServletResponse.class);
        byte[] page = render(
                        context.getView(),
                        context.getModels().asMap(),
                        context.getRequest(HttpServletRequest.class),
                        response)
                .getBytes(StandardCharsets.UTF_8);
        try {
            // a page shows one person's view: no cache between us keeps it, and once signed in no browser's either
            response.setHeader("Cache-Control", frame.getPerson() == null ? "private, no-cache" : "no-store");
            response.setContentType("text/html;charset=utf-8");
            response.setContentLength(page.length);
            response.getOutputStream().write(page);
            response.flushBuffer();
        } catch (IOException gone) {
            throw new ViewEngineException(gone);
        }
    }

    /// @param view  a template below `WEB-INF/views/`, with its suffix
    public String render(
            String view, Map<String, Object> model, HttpServletRequest request, HttpServletResponse response) {
        Map<String, Object> variables = new HashMap<>(model);
        variables.put("frame", frame);
        variables.put("fmt", frame.formats());
        String template = view.substring(0, view.length() - SUFFIX.length());
        return engine.process(
                template, new WebContext(application.buildExchange(request, response), frame.locale(), variables));
    }
}
