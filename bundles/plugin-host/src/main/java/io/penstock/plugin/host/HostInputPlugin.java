package io.penstock.plugin.host;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/** Makes {@code host} inputs: from {@code /proc} and {@code /sys} on Linux, from the JVM elsewhere. */
@PluginComponent(kind = PluginKind.INPUT, name = "host",
        doc = "Measures this machine: processors, memory, disks, network, load, processes, control groups, energy.",
        example = "host: {collectors: [cpu, memory, process], processes: 5}")
@Component(service = Plugin.class)
public final class HostInputPlugin implements InputPlugin<HostOptions> {
    @Override
    public Class<HostOptions> options() {
        return HostOptions.class;
    }

    @Override
    public boolean scheduled() {
        return true;
    }

    @Override
    public List<OptionProblem> check(HostOptions options) {
        return options.root().getRoot() != null ? List.of() : List.of(new OptionProblem(List.of("root"), "host.root",
                "expected an absolute path, such as \"/host\", but found \"" + options.root() + "\""));
    }

    @Override
    public Input create(HostOptions options, NodeContext context) {
        boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        return new HostInput(linux ? LinuxCollectors.of(options, KernelUnits.ofThisProcess())
                : JvmCollectors.of(options), context.clock());
    }
}
