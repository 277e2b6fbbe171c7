package io.everstore.chaos.experiment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file, which knows its lines: every complaint names one. */
final class Section {

    private final Path file;
    private final int line;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private Section(Path file, Node node) {
        this.file = file;
        this.line = lineOf(node);
        if (!(node instanceof MappingNode mapping)) {
            throw bad(line, "here is to be a mapping of names to values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (fields.put(scalar(tuple.getKeyNode()), tuple.getValueNode()) != null) {
                throw bad(lineOf(tuple.getKeyNode()), "this name is here twice");
            }
        }
    }

    static Section read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            Node root = new Yaml(new LoaderOptions()).compose(text);
            if (root == null) {
                throw BadExperiment.at(file, 1, "the file is empty");
            }
            return new Section(file, root);
        } catch (MarkedYAMLException e) {
            throw BadExperiment.at(
                    file, e.getProblemMark().getLine() + 1, String.valueOf(e.getProblem()));
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private BadExperiment bad(int at, String reason) {
        return BadExperiment.at(file, at, reason);
    }

    private String scalar(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw bad(lineOf(node), "here is to be one value");
    }

    BadExperiment bad(String name, String reason) {
        Node field = fields.get(name);
        return bad(field == null ? line : lineOf(field), reason);
    }

    Set<String> names() {
        return fields.keySet();
    }

    /** Refuses every other name. */
    Section only(String... known) {
        for (String name : names()) {
            if (!List.of(known).contains(name)) {
                throw bad(
                        name,
                        "'%s' is not known here; known are %s"
                                .formatted(name, String.join(", ", known)));
            }
        }
        return this;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    private Node required(String name) {
        Node node = fields.get(name);
        if (node == null) {
            throw bad(line, "'%s' is missing".formatted(name));
        }
        return node;
    }

    String text(String name) {
        String text = scalar(required(name)).strip();
        if (text.isEmpty()) {
            throw bad(name, "'%s' is empty".formatted(name));
        }
        return text;
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** Whatever the reader makes of the text; its IllegalArgumentException is the reason. */
    <T> T value(String name, Function<String, T> reader) {
        try {
            return reader.apply(text(name));
        } catch (IllegalArgumentException e) {
            throw bad(name, String.valueOf(e.getMessage()));
        }
    }

    <T> T value(String name, Function<String, T> reader, T otherwise) {
        return has(name) ? value(name, reader) : otherwise;
    }

    /** One value, or a list of them. */
    List<String> texts(String name) {
        return required(name) instanceof SequenceNode list
                ? list.getValue().stream().map(this::scalar).toList()
                : List.of(text(name));
    }

    Section section(String name) {
        return new Section(file, required(name));
    }

    Optional<Section> optionalSection(String name) {
        return has(name) ? Optional.of(section(name)) : Optional.empty();
    }

    List<Section> sections(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!(required(name) instanceof SequenceNode list)) {
            throw bad(name, "'%s' is to be a list".formatted(name));
        }
        List<Section> sections = new ArrayList<>();
        list.getValue().forEach(node -> sections.add(new Section(file, node)));
        return sections;
    }

    Map<String, String> map() {
        Map<String, String> texts = new LinkedHashMap<>();
        names().forEach(name -> texts.put(name, text(name)));
        return texts;
    }
}
