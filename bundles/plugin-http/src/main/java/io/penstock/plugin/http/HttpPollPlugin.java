package io.penstock.plugin.http;

import io.penstock.core.http.HttpUrls;
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

/** Fetches over HTTP, on a schedule. */
@PluginComponent(kind = PluginKind.INPUT, name = "http-poll",
        doc = "Fetches an address at every due time of the pipe's schedule.",
        example = "http-poll: {url: \"http://127.0.0.1:8080/status\", format: json}")
@Component(service = Plugin.class)
public final class HttpPollPlugin implements InputPlugin<HttpPollOptions> {
    @Override
    public Class<HttpPollOptions> options() {
        return HttpPollOptions.class;
    }

    @Override
    public boolean scheduled() {
        return true;
    }

    @Override
    public List<OptionProblem> check(HttpPollOptions options) {
        List<OptionProblem> problems = new ArrayList<>(HttpUrls.problems(options.url(), options.plaintext()));
        problems.addAll(HttpUrls.headerProblems(options.headers()));
        return problems;
    }

    @Override
    public Input create(HttpPollOptions options, NodeContext context) {
        return new HttpPollInput(options, context.pipe() + "-" + context.node(), context.clock());
    }
}
