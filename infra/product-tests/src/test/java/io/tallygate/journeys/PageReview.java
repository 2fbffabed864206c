package io.tallygate.journeys;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Looks at one page as many people would: in light and dark, on a small telephone, with assistive technology, in
/// German. Leaves
/// a picture of each.
final class PageReview {
    private static final int PHONE_WIDTH = 360;

    private final Translations translations = new Translations();
    private final RunningStack stack;
    private final Visitor visitor;
    private final Page german;

    PageReview(RunningStack stack, Visitor visitor) throws IOException {
        this.stack = stack;
        this.visitor = visitor;
        this.german = visitor.germanWindow();
    }

    /// @param path    below the portal
    /// @param status  what the page must be answered with
    /// @return        all that is wrong with it
    List<String> of(String name, String path, int status) {
        List<String> wrong = new ArrayList<>();
        Page page = visitor.page;
        Visitor.scheme(page, ColorScheme.LIGHT);
        page.setViewportSize(1280, 800);
        expect(visitor.open(path), status, wrong);
        wrong.addAll(Axe.violations(page));
        Visitor.screenshot(page, name + "-light");
        Visitor.scheme(page, ColorScheme.DARK);
        Axe.contrasts(page).forEach(violation -> wrong.add("dark: " + violation));
        Visitor.screenshot(page, name + "-dark");
        page.setViewportSize(PHONE_WIDTH, 740);
        staysWithin(page, "English", wrong);
        Visitor.screenshot(page, name + "-phone");
        inGerman(name, path, status, wrong);
        wrong.addAll(visitor.surprises());
        return wrong;
    }

    private void inGerman(String name, String path, int status, List<String> wrong) {
        Visitor.scheme(german, ColorScheme.LIGHT);
        german.setViewportSize(1280, 800);
        expect(german.navigate(stack.portal() + path), status, wrong);
        if (!"de".equals(german.locator("html").getAttribute("lang"))) {
            wrong.add("the German page says that it is not German");
        }
        translations.untranslated(texts(german)).forEach(text -> wrong.add("not translated: " + text));
        Visitor.screenshot(german, name + "-german");
        german.setViewportSize(PHONE_WIDTH, 740);
        staysWithin(german, "German", wrong);
    }

    private static void expect(Response answer, int status, List<String> wrong) {
        if (answer.status() != status) {
            wrong.add("answered " + answer.status() + ", not " + status + ", at " + answer.url());
        }
    }

    /// Tables and code may be scrolled within themselves; the page may not.
    private static void staysWithin(Page page, String language, List<String> wrong) {
        int width = (int) page.evaluate("document.documentElement.scrollWidth");
        if (width > PHONE_WIDTH) {
            wrong.add("%s, %d px wide: scrolls sideways to %d px because of %s"
                    .formatted(language, PHONE_WIDTH, width, page.evaluate("""
                        () => [...document.querySelectorAll('body *')]
                            .filter(element => element.getBoundingClientRect().right > innerWidth + 1
                                && !element.closest('.scroll, pre, .chart > div, .nav, .side'))
                            .slice(0, 3).map(element => element.outerHTML.slice(0, 90)).join(' | ')
                        """)));
        }
    }

    /// Not what a page itself says is English, such as the control API's own description.
    @SuppressWarnings("unchecked")
    private static List<String> texts(Page page) {
        return (List<String>) page.evaluate("""
            () => {
              const texts = [document.title];
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const text = walker.currentNode.textContent.trim();
                if (text && !walker.currentNode.parentElement.closest('body [lang=en]')) texts.push(text);
              }
              for (const element of document.querySelectorAll('[aria-label]')) texts.push(element.ariaLabel);
              return texts;
            }
            """);
    }
}
