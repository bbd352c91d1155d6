package io.penstock.control.server.component;

import io.penstock.control.server.http.Place;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.health.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code control.status}: where the control plane is, and how it and its parts are. */
@Component
public final class ControlStatus implements AdminCommand {
    private final ServerComponent server;

    /** Of this runtime. */
    @Activate
    public ControlStatus(@Reference ServerComponent server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "control.status";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) {
        Map<String, Object> told = new LinkedHashMap<>();
        Optional<Place> place = server.place();
        told.put("url", place.map(at -> at.url().toString()).orElse(""));
        told.put("pin", place.flatMap(Place::pin).orElse(""));
        Map<String, Object> parts = new LinkedHashMap<>();
        for (Map.Entry<String, Health> part : server.health().entrySet()) {
            parts.put(part.getKey().isEmpty() ? "server" : part.getKey(), Map.of("state", part.getValue().state().name(),
                    "reason", part.getValue().reason(), "since", part.getValue().since().toString()));
        }
        told.put("parts", parts);
        reply.send(told);
    }
}
