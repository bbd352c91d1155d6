package io.penstock.control.server.store.sql;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database's tables to the form this software has. */
public final class Migrations {
    /** The table that says which scripts have run. */
    static final String HISTORY = "schema_history";

    private final ClassLoader loader;
    private final String folder;
    private final List<String> scripts;

    /**
     * @param loader finds the scripts
     * @param folder of the scripts, as a resource's path
     * @param scripts their names: {@code V1__start.sql}
     */
    public Migrations(ClassLoader loader, String folder, List<String> scripts) {
        this.loader = loader;
        this.folder = folder;
        this.scripts = List.copyOf(scripts);
    }

    /**
     * Runs what has not run yet. Servers that start at once wait for each other. Tables that a later software made are taken
     * as they are: scripts only add, so that servers can be upgraded one after the other.
     *
     * @throws PenstockException CORRUPT {@code store.migration} when the tables are not what this software, or an earlier
     *         one, made
     */
    public void run(Dialect dialect) {
        run(dialect, (from, to) -> { });
    }

    /** Is told before tables that are there already are changed. */
    public interface Before {
        /** Versions of the tables: now, and then. */
        void change(String from, String to);
    }

    /** As {@link #run(Dialect)}; what {@code before} throws leaves everything as it is. */
    public void run(Dialect dialect, Before before) {
        try (Connections source = new Connections(dialect)) {
            FluentConfiguration configuration = Flyway.configure(loader).dataSource(source).loggers("slf4j")
                    .resourceProvider(new ScriptFolder(loader, folder, scripts)).javaMigrationClassProvider(List::of)
                    .placeholders(dialect.placeholders()).table(HISTORY).cleanDisabled(true);
            Flyway flyway = configuration.load();
            MigrationInfo[] pending = flyway.info().pending();
            if (flyway.info().current() != null && pending.length > 0) {
                before.change(flyway.info().current().getVersion().getVersion(),
                        pending[pending.length - 1].getVersion().getVersion());
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw translate(dialect, e);
        }
    }

    private static PenstockException translate(Dialect dialect, FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PenstockException known) {
                return known;
            }
            if (cause instanceof SQLException sql) {
                PenstockException translated = dialect.translate(sql);
                if (translated.kind() != ErrorKind.BUG) {
                    return translated;
                }
            }
        }
        return new PenstockException(ErrorKind.CORRUPT, "store.migration", "the tables of " + dialect.shown()
                + " cannot be brought to this software's form: " + failure.getMessage(), failure);
    }
}
