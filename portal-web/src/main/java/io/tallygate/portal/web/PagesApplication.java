package io.tallygate.portal.web;

import io.tallygate.portal.catalogue.web.ApiDocument;
import io.tallygate.portal.catalogue.web.ApiPage;
import io.tallygate.portal.catalogue.web.LandingPage;
import io.tallygate.portal.catalogue.web.LookSheet;
import io.tallygate.portal.catalogue.web.PortalPage;
import io.tallygate.portal.catalogue.web.ProductPage;
import io.tallygate.portal.consumer.web.JoinPage;
import io.tallygate.portal.frame.PostGuard;
import io.tallygate.portal.frame.PreferencesPage;
import io.tallygate.portal.frame.ProblemPages;
import io.tallygate.portal.identity.SignInPage;
import jakarta.mvc.form.FormMethodOverwriter;
import jakarta.mvc.security.Csrf;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.krazo.bootstrap.CoreFeature;

/// Every page of the portal. Static files, the control API and the feed have longer paths of their own.
@ApplicationPath("/")
public class PagesApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                CoreFeature.class,
                PostGuard.class,
                ProblemPages.class,
                PreferencesPage.class,
                SignInPage.class,
                LandingPage.class,
                LookSheet.class,
                PortalPage.class,
                ApiPage.class,
                ApiDocument.class,
                ProductPage.class,
                JoinPage.class);
    }

    /// Krazo must not read a form before we do: the server would find it empty. Our own [PostGuard] does the checking.
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                Csrf.CSRF_PROTECTION,
                Csrf.CsrfOptions.OFF,
                FormMethodOverwriter.FORM_METHOD_OVERWRITE,
                FormMethodOverwriter.Options.DISABLED);
    }
}
