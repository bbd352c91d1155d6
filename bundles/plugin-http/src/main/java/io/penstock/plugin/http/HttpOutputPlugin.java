package io.penstock.plugin.http;

import io.penstock.core.http.HttpUrls;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Sends batches over HTTP. */
@PluginComponent(kind = PluginKind.OUTPUT, name = "http",
        doc = "Sends every batch as one request of JSON, with an idempotency key that stays the same when it is sent again.",
        example = "http: {url: \"http://127.0.0.1:8080/ingest\", gzip: true}")
@Component(service = Plugin.class)
public final class HttpOutputPlugin implements OutputPlugin<HttpOutputOptions> {
    @Override
    public Class<HttpOutputOptions> options() {
        return HttpOutputOptions.class;
    }

    @Override
    public Guarantee guarantee(HttpOutputOptions options) {
        return Guarantee.IDEMPOTENT;
    }

    @Override
    public List<OptionProblem> check(HttpOutputOptions options) {
        List<OptionProblem> problems = new ArrayList<>(HttpUrls.problems(options.url(), options.plaintext()));
        problems.addAll(HttpUrls.headerProblems(options.headers()));
        return problems;
    }

    @Override
    public Output create(HttpOutputOptions options, NodeContext context) {
        return new HttpOutput(options, context.pipe() + "-" + context.node(), context.clock());
    }
}
