package io.penstock.control.server.component;

import io.penstock.control.server.access.SetupCode;
import io.penstock.control.server.http.Place;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code control.setup}: gives a fresh set-up code, with where to use it; CONFLICT ({@code setup.done}) once there is an admin. */
@Component
public final class ControlSetup implements AdminCommand {
    private final ServerComponent server;

    /** Of this runtime. */
    @Activate
    public ControlSetup(@Reference ServerComponent server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "control.setup";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) throws InterruptedException {
        SetupCode code = Waiting.on(server.assembly().access().setup().renew()).orElseThrow(() -> new PenstockException(
                ErrorKind.CONFLICT, "setup.done", "there is an admin already: penstock login"));
        Place place = server.place().orElseThrow(() -> PenstockException.retry("control-server.listen",
                "the server does not listen", null));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("url", place.url().toString());
        place.pin().ifPresent(pin -> told.put("pin", pin));
        told.put("code", code.code().reveal());
        told.put("expires", code.expires().toString());
        reply.send(told);
    }
}
