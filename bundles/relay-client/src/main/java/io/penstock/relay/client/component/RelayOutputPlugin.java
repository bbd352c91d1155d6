package io.penstock.relay.client.component;

import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.options.Settings;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.value.ByteSize;
import io.penstock.relay.client.settings.RelayOptions;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Relays to a server. The table {@code [relay-client]} stands in for pipes that name no server; when it changes, this
 * service goes and comes, and with it the pipes that use it are rebuilt.
 */
@PluginComponent(kind = PluginKind.OUTPUT, name = "relay",
        doc = "Spools events on disk and relays them to a server: once, completely and in order, whatever breaks.",
        example = "relay: {relay-server: \"[::1]:50051\"}")
@Component(service = {Plugin.class, HealthSource.class, MetricSource.class}, configurationPid = "io.penstock.relay.client",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RelayOutputPlugin implements OutputPlugin<RelayOptions>, HealthSource, MetricSource {
    private final RelayOutputs outputs = new RelayOutputs();
    private final RelayOptions table;

    /** Without a table, as tools use it that run pipes by themselves. */
    public RelayOutputPlugin() {
        this(Map.of(), text -> text);
    }

    /** With the table's settings. */
    @Activate
    public RelayOutputPlugin(Map<String, Object> properties, @Reference TextResolver secrets) {
        table = Settings.bind(RelayOptions.class, properties, secrets);
    }

    @Override
    public Class<RelayOptions> options() {
        return RelayOptions.class;
    }

    /** A pipe takes the whole table or nothing of it: what it says beside would be forgotten in silence. */
    @Override
    public List<OptionProblem> check(RelayOptions options) {
        RelayOptions nothing = Options.of(RelayOptions.class).defaults().value().orElseThrow();
        return !options.relayServer().isEmpty() || options.equals(nothing) ? List.of() : List.of(new OptionProblem(List.of("relay-server"), "relay.server-missing",
                "options without relay-server: give it here, or write all of them in the table [relay-client], where a pipe"
                        + " without relay-server takes everything from"));
    }

    @Override
    public Guarantee guarantee(RelayOptions options) {
        return Guarantee.TRANSACTIONAL;
    }

    /** Each batch is forced to the disk: under load, few large ones. */
    @Override
    public int batchEvents() {
        return 30_000;
    }

    @Override
    public ByteSize batchBytes() {
        return ByteSize.mebibytes(8);
    }

    @Override
    public Output create(RelayOptions options, NodeContext context) {
        return new RelayOutput(options.relayServer().isEmpty() ? table : options, context, outputs);
    }

    @Override
    public String capability() {
        return "relay-client";
    }

    @Override
    public Map<String, Health> health() {
        return outputs.health();
    }

    @Override
    public void collect(MetricSink sink) {
        outputs.collect(sink);
    }
}
