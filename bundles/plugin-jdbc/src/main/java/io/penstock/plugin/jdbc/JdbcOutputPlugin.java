package io.penstock.plugin.jdbc;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Makes {@code jdbc} outputs. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "jdbc",
        doc = "Writes into a database, the embedded SQLite one or PostgreSQL: each batch exactly once.",
        example = "jdbc: {url: \"jdbc:postgresql://db.example.org/metrics\", user: penstock, table: orders}")
@Component(service = Plugin.class)
public final class JdbcOutputPlugin implements OutputPlugin<JdbcOptions> {
    @Override
    public Class<JdbcOptions> options() {
        return JdbcOptions.class;
    }

    @Override
    public Guarantee guarantee(JdbcOptions options) {
        return Guarantee.TRANSACTIONAL;
    }

    @Override
    public List<OptionProblem> check(JdbcOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        boolean sqlite = options.url().startsWith(JdbcOptions.SQLITE);
        if (sqlite) {
            sqliteUrl(options.url().substring(JdbcOptions.SQLITE.length()), problems);
        } else if (options.url().startsWith(JdbcOptions.POSTGRESQL)) {
            postgresUrl(PostgresUrl.of(options.url()), problems);
        } else {
            problems.add(problem("url", "jdbc.url", "expected a URL that begins with jdbc:sqlite: or jdbc:postgresql:"));
        }
        if (sqlite && options.user().isPresent()) {
            problems.add(problem("user", "jdbc.user", "SQLite has no users: expected no such option"));
        }
        if (sqlite && options.password().isPresent()) {
            problems.add(problem("password", "jdbc.password", "SQLite has no passwords: expected no such option"));
        }
        if (sqlite && options.pointTime() != JdbcOptions.PointTime.NANOSECONDS) {
            problems.add(problem("point-time", "jdbc.point-time", "SQLite keeps nanoseconds: expected no such option"));
        }
        name("table", options.table(), problems);
        name("measurements", options.measurements(), problems);
        options.columns().forEach((column, path) -> {
            if (column.isBlank() || path.isBlank()) {
                problems.add(new OptionProblem(List.of("columns", column), "jdbc.column",
                        "expected a column and its field, but one of them is empty"));
            }
        });
        return problems;
    }

    /** The driver would fetch {@code :resource:http://…} from anywhere. */
    private static void sqliteUrl(String file, List<OptionProblem> problems) {
        if (file.startsWith(":") && !file.equals(":memory:")) {
            problems.add(problem("url", "jdbc.url", "expected the name of a file after jdbc:sqlite:, but found \"" + file
                    + "\""));
        }
    }

    private static void postgresUrl(PostgresUrl url, List<OptionProblem> problems) {
        if (url.parameters().contains("password")) {
            problems.add(problem("url", "jdbc.password-in-url",
                    "a password in the URL would be shown: give it as the option \"password\""));
        }
        url.parameters().stream().filter(PostgresUrl.CLASS_PARAMETERS::contains).forEach(parameter ->
                problems.add(problem("url", "jdbc.url", "the parameter \"" + parameter
                        + "\" names a class to be loaded, which a pipe may not do")));
    }

    private static void name(String key, String name, List<OptionProblem> problems) {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            problems.add(problem(key, "jdbc.name", "expected a name, but found \"" + name + "\""));
        }
    }

    private static OptionProblem problem(String key, String code, String message) {
        return new OptionProblem(List.of(key), code, message);
    }

    @Override
    public Output create(JdbcOptions options, NodeContext context) {
        return new JdbcOutput(options, dialect(options, context), context.clock());
    }

    private static Dialect dialect(JdbcOptions options, NodeContext context) {
        if (options.url().startsWith(JdbcOptions.POSTGRESQL)) {
            return new PostgresDialect(options);
        }
        String file = options.url().substring(JdbcOptions.SQLITE.length());
        boolean special = file.isEmpty() || file.startsWith(":") || file.startsWith("file:");
        Path folder = context.productDataFolder().toAbsolutePath();
        String url = special ? options.url() : JdbcOptions.SQLITE + folder.resolve(file);
        return new SqliteDialect(url, folder.resolve("tmp"), options.timeout(), context.clock());
    }

    /** The drivers registered themselves for everybody when they were loaded, which would keep this bundle's classes. */
    @Deactivate
    public void releaseDrivers() {
        Drivers.release(JdbcOutputPlugin.class.getClassLoader());
    }
}
