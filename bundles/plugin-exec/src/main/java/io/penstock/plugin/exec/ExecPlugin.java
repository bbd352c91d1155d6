package io.penstock.plugin.exec;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Runs a command. */
@PluginComponent(kind = PluginKind.INPUT, name = "exec",
        doc = "Runs a command, again and again or once for long, and takes what it prints into the field \"_raw\".",
        example = "exec: {command: [df, -k], timeout: 5s}")
@Component(service = Plugin.class)
public final class ExecPlugin implements InputPlugin<ExecOptions> {
    @Override
    public Class<ExecOptions> options() {
        return ExecOptions.class;
    }

    @Override
    public boolean scheduled() {
        return true;
    }

    @Override
    public List<OptionProblem> check(ExecOptions options) {
        List<OptionProblem> problems = new ArrayList<>();
        if (options.command().isEmpty() || options.command().get(0).isBlank()) {
            problems.add(new OptionProblem(List.of("command"), "exec.command", "expected a command to run"));
        }
        if (options.mode() == ExecOptions.Mode.STREAM && options.ignoreLinebreaks()) {
            problems.add(new OptionProblem(List.of("ignore-linebreaks"), "exec.mode",
                    "a streaming command's output has no end: use mode interval"));
        }
        for (String name : options.env().keySet()) {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                problems.add(new OptionProblem(List.of("env", name), "exec.env",
                        "the name of an environment variable is expected, but found \"" + name + "\""));
            }
        }
        return problems;
    }

    @Override
    public Input create(ExecOptions options, NodeContext context) {
        return options.mode() == ExecOptions.Mode.STREAM
                ? new StreamInput(options, context.clock())
                : new IntervalInput(options, context.clock());
    }
}
