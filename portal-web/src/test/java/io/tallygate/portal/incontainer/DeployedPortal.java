package io.tallygate.portal.incontainer;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/// The portal as it is built, and a test to run inside of it.
final class DeployedPortal {
    private DeployedPortal() {}

    static WebArchive with(Class<?> test) {
        return ShrinkWrap.create(ZipImporter.class, "incontainer.war")
                .importFrom(new File("target/portal.war"))
                .as(WebArchive.class)
                .addClasses(test, ServerResources.class);
    }
}
