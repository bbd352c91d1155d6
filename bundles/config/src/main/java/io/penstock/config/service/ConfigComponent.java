package io.penstock.config.service;

import io.penstock.config.apply.Configuration;
import io.penstock.config.apply.FileWatch;
import io.penstock.config.apply.Sources;
import io.penstock.config.secret.EnvironmentSecrets;
import io.penstock.config.secret.FileSecrets;
import io.penstock.config.secret.References;
import io.penstock.config.source.FileSearch;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.config.source.Variables;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.health.HealthSource;
import io.penstock.core.options.Capability;
import io.penstock.core.secret.SecretProvider;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.MetaTypeProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the configuration to the framework: its services, its properties, its events. */
@Component(service = {TextResolver.class, ConfigurationListener.class}, immediate = true)
public final class ConfigComponent implements TextResolver, ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.config");
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    private final BundleContext context;
    private final Map<String, SecretProvider> providers = new ConcurrentHashMap<>();
    private final Map<Capability, ServiceRegistration<?>> forms = new ConcurrentHashMap<>();
    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final References references;
    private final Configuration configuration;
    private final ScheduledExecutorService timer = Workers.timer("config");

    @Activate
    public ConfigComponent(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        Map<String, String> environment = System.getenv();
        providers.put("env", new EnvironmentSecrets(environment));
        providers.put("file", new FileSecrets(secretFolders(environment)));
        this.references = new References(environment, name -> Optional.ofNullable(providers.get(name)));
        FileSearch search = search(environment);
        Sources sources = new Sources(search, new Variables(environment),
                new Flags(property("io.penstock.flags").orElse("")), references);
        Path data = path("io.penstock.data").orElse(Path.of("data"));
        this.configuration = new Configuration(sources, new ConfigAdminStore(admin),
                data.resolve("config-applied.properties"), ConfigComponent::log);
        FileWatch watch = new FileWatch(search::find, configuration::reload);
        configuration.reload();
        offer();
        long every = LOOK_EVERY.toMillis();
        timer.scheduleWithFixedDelay(() -> guarded(() -> look(watch)), every, every, TimeUnit.MILLISECONDS);
    }

    /** The launcher names the home's own file, too, for people to see: it is where the search begins, no choice made. */
    private FileSearch search(Map<String, String> environment) {
        Optional<Path> home = path("io.penstock.home");
        Optional<Path> own = home.map(folder -> folder.resolve("conf").resolve(FileSearch.NAME));
        return new FileSearch(path("io.penstock.config").filter(file -> !own.equals(Optional.of(file))), home, environment,
                System.getProperty("os.name"), property("io.penstock.mode").equals(Optional.of("agent")));
    }

    private List<Path> secretFolders(Map<String, String> environment) {
        return Stream.of(path("io.penstock.secrets"),
                Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY")).map(Path::of),
                path("io.penstock.home").map(home -> home.resolve("conf").resolve("secrets")))
                .flatMap(Optional::stream).toList();
    }

    private Optional<String> property(String name) {
        return Optional.ofNullable(context.getProperty(name)).filter(text -> !text.isBlank());
    }

    private Optional<Path> path(String property) {
        return property(property).map(text -> Path.of(text).toAbsolutePath());
    }

    private void offer() {
        for (AdminCommand command : new Commands(configuration).all()) {
            services.add(context.registerService(AdminCommand.class, command, null));
        }
        Dictionary<String, Object> onReload = new Hashtable<>(Map.of("io.penstock.on", "reload"));
        services.add(context.registerService(Runnable.class, configuration::reload, onReload));
        services.add(context.registerService(HealthSource.class, new ConfigHealth(configuration, Clock.system()), null));
    }

    private static void log(Finding finding) {
        if (finding.isError()) {
            LOG.error("configuration not applied: {}", finding);
        } else {
            LOG.warn("{}", finding);
        }
    }

    private void look(FileWatch watch) {
        watch.look();
        configuration.retry();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("configuration could not be read again", e);
        }
    }

    @Override
    public String resolve(String text) {
        return references.resolve(text);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getFactoryPid() == null) {
            configuration.changed(event.getPid());
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCapability(Capability capability) {
        configuration.add(capability);
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(MetaTypeProvider.METATYPE_PID, capability.pid()));
        SettingsForm form = new SettingsForm(capability, () -> configuration.presentKeys(capability.table()));
        forms.put(capability, context.registerService(MetaTypeProvider.class, form, properties));
    }

    void removeCapability(Capability capability) {
        withdraw(capability);
        configuration.remove(capability);
    }

    private void withdraw(Capability capability) {
        Optional.ofNullable(forms.remove(capability)).ifPresent(ServiceRegistration::unregister);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSecrets(SecretProvider provider) {
        providers.put(provider.provider(), provider);
        configuration.reload();
    }

    void removeSecrets(SecretProvider provider) {
        providers.remove(provider.provider(), provider);
    }

    @Deactivate
    void close() {
        Workers.stop(timer, STOP_DEADLINE);
        services.forEach(ServiceRegistration::unregister);
        // Taken out as they go: the capabilities are unbound after this, and must find nothing left to do.
        forms.keySet().forEach(this::withdraw);
    }
}
