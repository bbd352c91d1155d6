package io.penstock.relay.server;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Settings;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.secret.TextResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Makes {@code relay} inputs. The service goes and comes back with the table {@code [relay-server]}, so pipes that take
 * their options from there are built anew when it changes.
 */
@PluginComponent(kind = PluginKind.INPUT, name = "relay",
        doc = "Takes events from other agents' relay outputs, and acknowledges them when they are delivered.",
        example = "relay: {address: \"127.0.0.1:50051\"}")
@Component(service = Plugin.class, configurationPid = RelayServerCapability.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RelayInputPlugin implements InputPlugin<RelayOptions> {
    /** Fills in the table's secrets. Injected: a plugin's constructor takes nothing. */
    @Reference
    TextResolver texts;

    private volatile Optional<RelayOptions> table = Optional.empty();

    /** Takes the table's values. */
    @Activate
    public void activate(Map<String, Object> properties) {
        table = Optional.of(Settings.bind(RelayOptions.class, properties, texts));
    }

    @Override
    public Class<RelayOptions> options() {
        return RelayOptions.class;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public List<OptionProblem> check(RelayOptions options) {
        return OptionCheck.ofPipe(options);
    }

    @Override
    public Input create(RelayOptions options, NodeContext context) {
        RelayOptions meant = options.address().isPresent() ? options : table.orElse(options);
        List<OptionProblem> problems = OptionCheck.ofListener(meant);
        if (!problems.isEmpty()) {
            throw PenstockException.invalid("relay.options", "[relay-server]: "
                    + problems.stream().map(OptionProblem::toString).collect(Collectors.joining("; ")));
        }
        return new RelayInput(meant, context, LiveRelays.ALL);
    }
}
