package io.penstock.plugin.telemetry.influxdb;

import io.penstock.core.error.PenstockException;
import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.http.HttpUrls;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.value.Secret;
import io.penstock.plugin.telemetry.push.PushLimits;
import io.penstock.plugin.telemetry.push.PushOutput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes {@code influxdb} outputs. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "influxdb",
        doc = "Writes measurements into InfluxDB 1, 2 or 3, by line protocol.",
        example = "influxdb: {url: \"http://127.0.0.1:8086\", org: home, bucket: metrics, token: \"${INFLUX_TOKEN}\"}")
@Component(service = Plugin.class)
public final class InfluxOutputPlugin implements OutputPlugin<InfluxOptions> {
    @Override
    public Class<InfluxOptions> options() {
        return InfluxOptions.class;
    }

    /** A point that comes again has the same series and time, and takes its own place. */
    @Override
    public Guarantee guarantee(InfluxOptions options) {
        return Guarantee.IDEMPOTENT;
    }

    @Override
    public List<OptionProblem> check(InfluxOptions options) {
        List<OptionProblem> problems = new ArrayList<>(HttpUrls.problems(options.url(), options.plaintext()));
        problems.addAll(HttpUrls.headerProblems(List.of("http", "headers"), options.http().headers()));
        if (options.url().getQuery() != null || options.url().getFragment() != null) {
            problems.add(problem("url", "expected the server's address without a query: the output adds its own"));
        }
        if (options.bucket().isPresent() == options.database().isPresent()) {
            problems.add(problem("bucket", "expected either a bucket (InfluxDB 2 and 3) or a database (InfluxDB 1)"));
        } else if (options.database().isPresent() && (options.org().isPresent() || options.token().isPresent())) {
            problems.add(problem("database", "InfluxDB 1 knows no org and no token: expected user and password"));
        } else if (options.bucket().isPresent() && (options.user().isPresent() || options.password().isPresent()
                || options.retentionPolicy().isPresent())) {
            problems.add(problem("bucket", "user, password and retention-policy belong to a database: expected a token"));
        }
        if (options.user().isPresent() != options.password().isPresent()) {
            problems.add(problem("user", "expected user and password together"));
        }
        options.tags().forEach((name, value) -> tag(name, value, problems));
        return problems;
    }

    private static void tag(String name, String value, List<OptionProblem> problems) {
        try {
            LineWriter.escape(new StringBuilder(), name, true);
            LineWriter.escape(new StringBuilder(), value, true);
            if (name.isEmpty() || value.isEmpty()) {
                problems.add(new OptionProblem(List.of("tags", name), "influxdb.tag", "expected a name and a text"));
            }
        } catch (PenstockException e) {
            problems.add(new OptionProblem(List.of("tags", name), e.code(), e.getMessage()));
        }
    }

    private static OptionProblem problem(String key, String message) {
        return new OptionProblem(List.of(key), "influxdb." + key, message);
    }

    @Override
    public Output create(InfluxOptions options, NodeContext context) {
        return new PushOutput("influxdb", new LineProtocol(options),
                new PushLimits(options.maxPoints(), options.maxBytes().bytes()), login(options), context);
    }

    private static HttpClientOptions login(InfluxOptions options) {
        if (options.token().isPresent()) {
            return PushOutput.with(options.http(), "Authorization", Secret.of("Token " + options.token().get().reveal()));
        }
        if (options.user().isPresent() && options.password().isPresent()) {
            String login = options.user().get() + ":" + options.password().get().reveal();
            return PushOutput.with(options.http(), "Authorization", Secret.of("Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
        }
        return options.http();
    }
}
