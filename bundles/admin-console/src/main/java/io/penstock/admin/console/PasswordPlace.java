package io.penstock.admin.console;

import io.penstock.admin.api.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Where the console's password is; never the password itself. */
@Component
public final class PasswordPlace implements Place {
    private final Path file;

    /** Looks into the data folder. */
    @Activate
    public PasswordPlace(BundleContext context) {
        this.file = PasswordFile.in(Path.of(context.getProperty("io.penstock.data")));
    }

    @Override
    public String name() {
        return "console password";
    }

    @Override
    public String where() {
        return Files.exists(file) ? file + " (user " + ConsoleGuard.USER + ")" : "";
    }
}
