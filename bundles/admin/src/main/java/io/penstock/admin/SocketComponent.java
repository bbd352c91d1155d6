package io.penstock.admin;

import io.penstock.admin.socket.SocketListener;
import io.penstock.core.admin.Folders;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Serves the admin socket. It has no settings, so that a change of settings made over it never cuts it off. */
@Component(immediate = true, service = SocketComponent.class)
public final class SocketComponent {
    private final SocketListener listener;

    /** Listens in the data folder. */
    @Activate
    public SocketComponent(BundleContext context, @Reference Sources sources) {
        listener = SocketListener.open(new Folders("admin", context::getProperty).data(), sources.commands());
    }

    @Deactivate
    void close() {
        listener.close();
    }
}
