package io.penstock.cli;

import io.penstock.cli.command.Asking;
import io.penstock.cli.command.CompletionCommand;
import io.penstock.cli.command.KeysNewAgentCommand;
import io.penstock.cli.command.KeysNewUserCommand;
import io.penstock.cli.command.LogsCommand;
import io.penstock.cli.command.PipeGraphCommand;
import io.penstock.cli.command.PipeLintCommand;
import io.penstock.cli.command.PipeRunCommand;
import io.penstock.cli.command.PipeSchemaCommand;
import io.penstock.cli.command.PipeTestCommand;
import io.penstock.cli.command.PipeTraceCommand;
import io.penstock.cli.command.PipesShowCommand;
import io.penstock.cli.command.PluginsListCommand;
import io.penstock.cli.command.PluginsNewCommand;
import io.penstock.cli.command.ShellCommand;
import io.penstock.cli.command.StartCommand;
import io.penstock.cli.command.StatusCommand;
import io.penstock.cli.command.TunnelOpenCommand;
import io.penstock.cli.command.VersionCommand;
import io.penstock.cli.launch.Mode;
import io.penstock.cli.server.CommandGroup;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command by its words. Making the tree makes no command. */
public final class CommandTree {
    private static final int HELP_COLUMNS = 100;
    private static final Map<String, String> GROUPS = Map.of(
            "pipe", "Works on a pipe's file, here and now: no running Penstock needed.",
            "pipes", "Looks after pipes: the server's where one is chosen, else those of the running Penstock.",
            "plugins", "Shows, adds, replaces and makes plugins.",
            "relay", "Looks after the relays from and to other Penstocks.",
            "tunnel", "Reaches what agents can reach, and looks after the connections between agents and gateway.",
            "config", "Shows and changes the settings of the running Penstock.");
    private static final Map<String, String> SERVER_GROUPS = Map.ofEntries(
            Map.entry("context", "Says which server is meant."),
            Map.entry("agents", "Looks after the server's agents."),
            Map.entry("keys", "Lets agents in whose entries exist; makes identities of the tunnel."),
            Map.entry("enrolments", "Lets agents in that make their own entries."),
            Map.entry("rollouts", "Looks after how changes reach agents."),
            Map.entry("params", "Sets values for pipes: for all, for a tag, for an agent."),
            Map.entry("settings", "Sets agents' settings: for all, for a tag, for an agent."),
            Map.entry("users", "Looks after the persons who use the server."),
            Map.entry("accounts", "Looks after the programs that use the server."),
            Map.entry("tokens", "Looks after one's own API tokens."),
            Map.entry("server", "Looks after the server itself."));

    private final Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
    private final Console console;

    /** Commands that print to this console; of words that mean both, those that ask this machine's Penstock. */
    public CommandTree(Console console) {
        this(console, false);
    }

    /** @param server whether words that mean both mean a server */
    CommandTree(Console console, boolean server) {
        this.console = console;
        start();
        pipe();
        pipes();
        plugins();
        relay();
        tunnel();
        config();
        add("status", () -> new StatusCommand(console));
        add("logs", () -> new LogsCommand(console));
        add("shell", () -> new ShellCommand(console));
        add("version", () -> new VersionCommand(console));
        add("completion", () -> new CompletionCommand(this, console));
        for (CommandGroup group : CommandGroup.all()) {
            group.names().forEach(name -> {
                if (server || !commands.containsKey(name)) {
                    commands.put(name, () -> group.line(name, console));
                }
            });
        }
    }

    private void add(String name, Supplier<Callable<Integer>> command) {
        commands.put(name, () -> new CommandLine(command.get()));
    }

    private void ask(String name, Supplier<Asking> command) {
        commands.put(name, () -> command.get().commandLine());
    }

    private void start() {
        start(Mode.UP, "Runs everything in one process: agent and server, on this machine only.",
                "up", "up --log pipes=debug", "up --config my.toml --data /var/lib/penstock");
        start(Mode.AGENT, "Runs the pipes in the pipes folder, where the data is.",
                "agent", "agent -c penstock-agent.toml", "agent --pipes ./my-pipes --set admin.address=none",
                "agent --json 2>agent.log");
        start(Mode.SERVER, "Runs the server.", "server");
    }

    private void start(Mode mode, String doc, String... examples) {
        commands.put(mode.word(), () -> {
            CommandLine line = new CommandLine(new StartCommand(mode, console));
            line.getCommandSpec().usageMessage().description(doc).footer(Asking.exampleLines(examples));
            return line;
        });
    }

    private void pipe() {
        add("pipe run", () -> new PipeRunCommand(console));
        add("pipe lint", () -> new PipeLintCommand(console));
        add("pipe test", () -> new PipeTestCommand(console));
        add("pipe trace", () -> new PipeTraceCommand(console));
        add("pipe graph", () -> new PipeGraphCommand(console));
        add("pipe schema", () -> new PipeSchemaCommand(console));
        ask("pipe replay", () -> chosen(new Asking("pipes.replay", "Sends events that were kept aside (dead letters) into the "
                + "node that could not handle them, again. Asks the running Penstock.", console))
                .examples("pipe replay web", "pipe replay web --node database --reason timeout"));
    }

    private void pipes() {
        ask("pipes list", () -> new Asking("pipes.list", "Lists all pipes with their state and counts.", console)
                .whenEmpty("no pipes; drop one into the pipes folder: penstock status says where it is")
                .examples("pipes list", "pipes list -o json"));
        add("pipes show", () -> new PipesShowCommand(console));
        ask("pipes dead-letters", () -> chosen(new Asking("pipes.dead-letters", "Lists events that were kept aside, with the "
                + "reason.", console)).flag("purge", "Throw all of them away.").whenEmpty("no dead letters")
                .examples("pipes dead-letters web", "pipes dead-letters web --reason timeout -o json"));
        ask("pipes tap", () -> new Asking("pipes.tap", "Shows events as they pass a node; delivery is not touched.", console)
                .takes("PIPE", "pipe", "The pipe's name.").takes("NODE", "node", "The node's id, as in pipes show.")
                .option("filter", "EXPRESSION", "Only events this is true of.").option("limit", "N", "Stop after so many.")
                .option("seconds", "N", "Stop after this time.").whenEmpty("no events passed")
                .examples("pipes tap web parse", "pipes tap web parse --filter 'status >= 500' --limit 100"));
        ask("pipes pause", () -> pipe("pause", "Stops a pipe's inputs; what is in flight is delivered. Stays paused "
                + "after a restart."));
        ask("pipes resume", () -> pipe("resume", "Lets a paused pipe go on where it stopped."));
        ask("pipes restart", () -> pipe("restart", "Closes a pipe and starts it from its checkpoint."));
    }

    private static Asking chosen(Asking asking) {
        return asking.takes("PIPE", "pipe", "The pipe's name.").option("node", "ID", "Only those of this node.")
                .option("id", "ID", "Only this one.").option("reason", "TEXT", "Only those whose reason holds this text.")
                .option("limit", "N", "At most so many.");
    }

    private Asking pipe(String verb, String doc) {
        return new Asking("pipes." + verb, doc, console).takes("PIPE", "pipe", "The pipe's name.").whenEmpty("done")
                .examples("pipes " + verb + " metrics");
    }

    private void plugins() {
        add("plugins list", () -> new PluginsListCommand(console));
        ask("plugins install", () -> new Asking("plugins.install", "Adds a bundle while everything runs.", console)
                .takesFile("JAR", "file", "The bundle's jar.").examples("plugins install target/my-plugin-1.0.0.jar"));
        ask("plugins update", () -> new Asking("plugins.update", "Replaces a bundle while events flow: none is lost.", console)
                .takesFile("JAR", "file", "The jar with the same Bundle-SymbolicName.")
                .examples("plugins update target/my-plugin-1.0.1.jar"));
        ask("plugins remove", () -> new Asking("plugins.remove", "Takes a bundle away; pipes that need it wait.", console)
                .takes("BUNDLE", "bundle", "The bundle's symbolic name, its file in the plugins folder, or a plugin of it.")
                .examples("plugins remove my-plugin", "plugins remove com.example.my-plugin"));
        add("plugins new", () -> new PluginsNewCommand(console));
    }

    private void relay() {
        ask("relay clients", () -> new Asking("relay.clients", "Lists who sends to this Penstock's relay inputs, and how far "
                + "each is acknowledged.", console).whenEmpty("no client has been here yet")
                .examples("relay clients", "relay clients -o json"));
    }

    private void tunnel() {
        add("tunnel open", () -> new TunnelOpenCommand(console));
        ask("tunnel agents", () -> new Asking("tunnel.agents", "Lists the gateway's agents and how each is.", console)
                .whenEmpty("the gateway knows no agent yet; penstock keys new-agent makes one")
                .examples("tunnel agents", "tunnel agents -o json"));
        ask("tunnel streams", () -> new Asking("tunnel.streams", "Lists what is open through the gateway: who, where to, how much.",
                console).whenEmpty("no streams").examples("tunnel streams"));
        ask("tunnel audit", () -> new Asking("tunnel.audit", "Lists the streams that have ended, the newest last: who, where to, "
                + "how much, how long, why it ended.", console).option("limit", "N", "At most so many. Default: 20.")
                .whenEmpty("no stream has ended yet").examples("tunnel audit", "tunnel audit --limit 1000 -o json"));
        ask("tunnel test", () -> new Asking("tunnel.test", "Lets an agent try a target, and tells how that went. Asks the gateway; "
                + "ends with 75 unless it is OK.", console).takes("AGENT", "agent", "The agent's name at the gateway.")
                .takes("TARGET", "target", "A target's name there, or HOST:PORT as seen from the agent.")
                .endsBadlyUnlessOk("code", "result").examples("tunnel test berlin reporting", "tunnel test berlin db.internal:5432"));
        ask("tunnel drain", () -> new Asking("tunnel.drain", "Lets agents connect anew and leave the connections they have, which "
                + "end with their last stream, or when the time is up. Asks the gateway.", console).mayTake("AGENT", "agent", "Only this one.")
                .option("seconds", "N", "How long streams may go on. Default: 30.").examples("tunnel drain", "tunnel drain berlin"));
        ask("tunnel status", () -> new Asking("tunnel.status", "Shows an agent's own end: its connections and targets.", console)
                .examples("tunnel status", "tunnel status --data .penstock-agent/data"));
        ask("tunnel check", () -> new Asking("tunnel.check", "Tries a target from this agent: whether it may be dialled and by which "
                + "rule, its address, how long it took. Ends with 75 unless it is ok.", console)
                .takes("TARGET", "target", "A target's name, or HOST:PORT.").endsBadlyUnlessOk("code", "result")
                .examples("tunnel check reporting", "tunnel check db.internal:5432"));
        add("keys new-agent", () -> new KeysNewAgentCommand(console));
        add("keys new-user", () -> new KeysNewUserCommand(console));
    }

    private void config() {
        ask("config list", () -> new Asking("config.list", "Lists every setting and its value.", console)
                .mayTake("TABLE", "table", "Only this table.")
                .flagForColumn("sources", "source", "Also where each value came from: a line of the file, a variable, "
                        + "a flag, an override, or the default.")
                .examples("config list", "config list log --sources"));
        ask("config get", () -> new Asking("config.get", "Shows one setting.", console)
                .takes("SETTING", "setting", "table.key").examples("config get log.level"));
        ask("config set", () -> new Asking("config.set", "Changes one setting at once; it stays changed after a restart and "
                + "shows as an override.", console)
                .takes("SETTING", "setting", "table.key").takes("VALUE", "value", "As in penstock.toml; quotes may be left out.")
                .examples("config set log.level debug", "config set log.levels.pipes trace"));
        ask("config reset", () -> new Asking("config.reset", "Takes a change back: the file counts again.", console)
                .takes("SETTING", "setting", "table.key, or a whole table.").examples("config reset log.level"));
        ask("config diff", () -> new Asking("config.diff", "Shows what differs from the file.", console)
                .whenEmpty("nothing differs from the file").examples("config diff"));
        ask("config check", () -> new Asking("config.check", "Checks a settings file without applying it.", console)
                .mayTakeFile("FILE", "file", "Another file than the one in use.")
                .whenEmpty("no findings").examples("config check", "config check conf/penstock.toml"));
        ask("config reload", () -> new Asking("config.reload", "Reads the settings file again, now.", console)
                .whenEmpty("no findings").examples("config reload"));
    }

    boolean has(String name) {
        return commands.containsKey(name);
    }

    /** The full names of a group's commands. */
    List<String> group(String word) {
        return commands.keySet().stream().filter(name -> name.startsWith(word + " ")).toList();
    }

    List<String> firstWords() {
        return commands.keySet().stream().map(name -> name.split(" ")[0]).distinct().toList();
    }

    /** All full names. */
    public List<String> names() {
        return List.copyOf(commands.keySet());
    }

    /** One command, ready to be executed. */
    CommandLine line(String name) {
        CommandLine line = prepare(commands.get(name).get());
        line.setCommandName("penstock " + name);
        return line;
    }

    /** A group with its commands, to show its help. */
    CommandLine groupLine(String word) {
        CommandLine group = prepare(new CommandLine(CommandSpec.create()));
        group.getCommandSpec().usageMessage().description(GROUPS.containsKey(word) ? GROUPS.get(word) : SERVER_GROUPS.get(word))
                .footer("", "penstock " + word + " COMMAND --help tells more.");
        group(word).forEach(name -> group.addSubcommand(name.substring(word.length() + 1), prepare(commands.get(name).get())));
        group.setCommandName("penstock " + word);
        return group;
    }

    /** Everything as one tree: for completion. */
    public CommandLine root() {
        CommandLine root = prepare(new CommandLine(CommandSpec.create()));
        root.setCommandName("penstock");
        firstWords().forEach(word -> root.addSubcommand(word, has(word) ? prepare(commands.get(word).get()) : groupLine(word)));
        return root;
    }

    private CommandLine prepare(CommandLine line) {
        Invocation.addHelp(line);
        line.setUsageHelpWidth(HELP_COLUMNS).setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(writer(console.out())).setErr(writer(console.err()));
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
