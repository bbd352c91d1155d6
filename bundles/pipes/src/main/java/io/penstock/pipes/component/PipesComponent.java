package io.penstock.pipes.component;

import io.penstock.core.admin.Folders;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.options.Settings;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.ReadyPipe;
import io.penstock.core.secret.TextResolver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs pipes: plugins come and go, files are looked at, and a change of settings never stops a pipe. */
@Component(immediate = true, configurationPid = "io.penstock.pipes", service = {})
// Registered by hand, so the annotation above cannot tell it to whoever resolves a distribution.
@Capability(namespace = "osgi.service", effective = "active",
        attribute = "objectClass:List<String>=\"io.penstock.pipes.api.PipeService,io.penstock.pipes.api.PipeDelivery,io.penstock.pipes.component.PipeSources\"")
public final class PipesComponent {
    private static final Duration CLOSE_DEADLINE = Duration.ofMillis(8500);

    private final ScheduledExecutorService timer = Workers.timer("pipes");
    private final PluginRegistry plugins = new PluginRegistry();
    private final LateResolver resolver = new LateResolver();
    private final PipesRuntime runtime;
    private final ServiceRegistration<?> registration;

    /** Makes the runtime; plugins are bound next, and only then {@link #start} looks for pipes. */
    @Activate
    public PipesComponent(BundleContext context, Map<String, Object> properties) {
        Folders folders = new Folders("pipes", context::getProperty);
        runtime = new PipesRuntime(folders.data(), folders.pipes(),
                Settings.bind(PipesSettings.class, properties), plugins, resolver, timer);
        registration = context.registerService(new String[] {io.penstock.pipes.api.PipeService.class.getName(),
                io.penstock.pipes.api.PipeDelivery.class.getName(), PipeSources.class.getName(), HealthSource.class.getName(), MetricSource.class.getName()},
                runtime.service(), null);
    }

    @Activate
    void start() {
        runtime.start();
    }

    @Modified
    void modified(Map<String, Object> properties) {
        runtime.modified(Settings.bind(PipesSettings.class, properties));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPlugin(Plugin<?> plugin, Map<String, Object> properties) {
        Object ranking = properties.get(Constants.SERVICE_RANKING);
        if (plugins.add(plugin, ranking instanceof Integer number ? number : 0)) {
            runtime.pluginsChanged();
        }
    }

    void removePlugin(Plugin<?> plugin) {
        plugins.remove(plugin);
        runtime.pluginGoing(plugin);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addReadyPipe(ReadyPipe pipe) {
        runtime.addReady(pipe);
    }

    void removeReadyPipe(ReadyPipe pipe) {
        runtime.removeReady(pipe);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setResolver(TextResolver texts) {
        resolver.set(texts);
        runtime.pluginsChanged();
    }

    void unsetResolver(TextResolver texts) {
        resolver.unset(texts);
    }

    @Deactivate
    void close() {
        registration.unregister();
        runtime.close(CLOSE_DEADLINE);
        Workers.stop(timer, Duration.ofMillis(500));
    }
}
