package io.penstock.admin.command;

import io.penstock.admin.Sources;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code metrics}: every number, as one text in the Prometheus format. */
@Component
public final class MetricsCommand implements AdminCommand {
    private final Sources sources;

    /** Asks the sources at every call. */
    @Activate
    public MetricsCommand(@Reference Sources sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) {
        reply.send(sources.metrics());
    }
}
