package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import dev.weir.bindings.idl.IdlType;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes of an interface a console may read to show an object: none whose getter makes something that a script
 * could notice. Nodes, globals and objects with indexed or named properties are shown by what they have themselves.
 */
final class ShownAttributes {
    /** Handlers say little; the first reading of a stream or request may begin something. */
    private static final Set<String> LEFT_OUT = Set.of(
            "EventHandler",
            "OnErrorEventHandler",
            "OnBeforeUnloadEventHandler",
            "ReadableStream",
            "WritableStream",
            "ReadableStreamBYOBRequest");

    private final IdlModel model;

    ShownAttributes(IdlModel model) {
        this.model = model;
    }

    /**
     * The JavaScript array of the interface's own attributes, not its parent's: name after name, each followed by whether
     * its value is shown by name only, or {@code undefined} when its objects are not shown by attributes.
     */
    String of(IdlDefinition.Interface i) {
        if (isNode(i)
                || model.isOfGlobal(i)
                || i.extendedAttributes().containsKey("Exotic")
                || i.members().stream().anyMatch(m -> m instanceof IdlMember.Special)) {
            return "undefined";
        }
        return i.members().stream()
                .filter(m -> m instanceof IdlMember.Attribute a && !a.isStatic() && isShown(a.type()))
                .map(m -> (IdlMember.Attribute) m)
                .map(a -> "'%s', %s".formatted(a.name(), isByName(a.type())))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Whether the interface lists pairs, which are shown too. */
    static boolean hasPairs(IdlDefinition.Interface i) {
        return i.members().stream()
                .anyMatch(m -> m instanceof IdlMember.Iterable iterable
                        && !iterable.async()
                        && iterable.types().size() == 2);
    }

    private boolean isShown(IdlType declared) {
        return switch (model.resolve(declared)) {
            case IdlType.Nullable nullable -> isShown(nullable.inner());
            case IdlType.Generic generic -> !generic.name().equals("Promise");
            case IdlType.Named named -> !LEFT_OUT.contains(named.name());
            case IdlType.Union union -> union.members().stream().allMatch(this::isShown);
        };
    }

    /** A node or window would bring along what it belongs to. */
    private boolean isByName(IdlType declared) {
        IdlType type = model.resolve(declared);
        if (type instanceof IdlType.Nullable nullable) {
            return isByName(nullable.inner());
        }
        IdlDefinition.Interface i = model.interfaceOf(type);
        return i != null && (isNode(i) || model.isOfGlobal(i)); // among these EventTarget
    }

    private boolean isNode(IdlDefinition.@Nullable Interface i) {
        return i != null && (i.name().equals("Node") || isNode(model.interfaces.get(i.parent())));
    }
}
