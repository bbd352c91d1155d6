package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ops4j.pax.exam.CoreOptions.options;

import io.penstock.core.admin.AdminCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** Settings change while everything runs, by the file and past it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LiveConfigurationIT {
    private static final String PID = "io.penstock.log";

    @Inject
    private BundleContext context;

    @Inject
    private ConfigurationAdmin admin;

    private Path file;

    @Configuration
    public Option[] container() {
        Path home = Distribution.newHome("config");
        return options(Distribution.full().bundlesAt(home), ContainerOptions.testTools(home));
    }

    @Before
    public void beginsWithoutOverrides() throws Exception {
        file = Path.of(context.getProperty("io.penstock.home")).resolve("conf/penstock.toml");
        Eventually.holds("the settings of [log] are there", () -> !ask("config.get", Map.of("setting", "log.level")).isEmpty());
        ask("config.reset", Map.of("setting", "log"));
        write("level = 'warn'");
        Eventually.holds("the file's level", () -> level().contains("value=warn"));
    }

    @Test
    public void appliesAnEditOfTheFile() throws Exception {
        write("level = 'error'");

        Eventually.holds("the new level", () -> level().contains("value=error") && level().contains("penstock.toml:2"));
        Eventually.holds("the backend's file", () -> backend().contains("name=\"io.penstock\" level=\"ERROR\""));
    }

    @Test
    public void keepsWhatRunsWhenAnEditIsWrongAndSaysWhere() throws Exception {
        write("level = 'error'\nlevle = 'x'");

        Eventually.holds("the reason", () -> ask("config.list", Map.of()).stream()
                .anyMatch(row -> row.contains("penstock.toml:3") && row.contains("did you mean")));
        assertThat(level()).contains("value=warn");
    }

    @Test
    public void keepsWhatTheConsoleChangesOverEditsAndARestart() throws Exception {
        Dictionary<String, Object> edited = new Hashtable<>(Map.of("level", "trace", "format", "human"));
        admin.getConfiguration(PID, "?").update(edited);
        Eventually.holds("an override", () -> level().contains("value=trace") && level().contains("source=override"));

        write("level = 'error'\nconsole = 'off'");
        Eventually.holds("the other setting",
                () -> ask("config.get", Map.of("setting", "log.console")).toString().contains("value=off"));
        assertThat(level()).contains("source=override");

        Bundle config = Arrays.stream(context.getBundles())
                .filter(bundle -> "io.penstock.config".equals(bundle.getSymbolicName())).findFirst().orElseThrow();
        config.stop();
        config.start();
        Eventually.holds("the override after a restart", () -> level().contains("source=override"));
        assertThat(admin.getConfiguration(PID, "?").getProperties().get("level")).isEqualTo("trace");

        ask("config.reset", Map.of("setting", "log.level"));
        Eventually.holds("the file's level again", () -> level().contains("value=error"));
    }

    private void write(String settings) throws Exception {
        Path next = Files.writeString(file.resolveSibling("next"), "[log]\n" + settings + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String level() {
        return ask("config.get", Map.of("setting", "log.level")).toString();
    }

    private String backend() {
        try {
            return Files.readString(Path.of(context.getProperty("io.penstock.data")).resolve("logs/logback.xml"));
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /** The rows of a command's answer; none while there is no such command. */
    private List<String> ask(String name, Map<String, Object> arguments) {
        List<String> rows = new ArrayList<>();
        try {
            for (ServiceReference<AdminCommand> found : context.getServiceReferences(AdminCommand.class, null)) {
                AdminCommand command = context.getService(found);
                if (command != null && command.name().equals(name)) {
                    command.run(arguments, row -> rows.add(row.toString()));
                }
            }
        } catch (io.penstock.core.error.PenstockException e) {
            rows.clear();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return rows;
    }
}
