package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlMember;
import dev.weir.bindings.idl.IdlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All definitions of one kind of global, with partial interfaces and mixins folded in. */
final class IdlModel {
    final Map<String, IdlDefinition.Interface> interfaces = new LinkedHashMap<>();
    /** The interfaces that this kind of global does not have; those that it has may name them as types all the same. */
    final Set<String> unexposed = new HashSet<>();

    final Map<String, IdlDefinition> others = new LinkedHashMap<>();

    IdlModel(List<InterfaceDefinition> sources, String globalKind) {
        Map<String, IdlDefinition.Interface> mixins = new LinkedHashMap<>();
        List<IdlDefinition.Interface> partials = new ArrayList<>();
        List<IdlDefinition.Includes> includes = new ArrayList<>();
        for (InterfaceDefinition source : sources) {
            for (IdlDefinition definition : source.definitions) {
                switch (definition) {
                    case IdlDefinition.Interface i -> {
                        switch (i.kind()) {
                            case WHOLE -> {
                                if (exposed(i.extendedAttributes(), globalKind)) {
                                    interfaces.put(i.name(), i);
                                } else {
                                    unexposed.add(i.name());
                                }
                            }
                            case PARTIAL -> partials.add(i);
                            case MIXIN -> mixins.merge(i.name(), i, IdlModel::merge);
                        }
                    }
                    case IdlDefinition.Includes include -> includes.add(include);
                    case IdlDefinition.CallbackInterface c -> {
                        if (exposed(c.extendedAttributes(), globalKind)) {
                            others.put(c.name(), c);
                        }
                    }
                    default -> others.put(definition.name(), definition);
                }
            }
        }
        for (IdlDefinition.Interface partial : partials) {
            interfaces.computeIfPresent(partial.name(), (name, whole) -> merge(whole, partial));
        }
        for (IdlDefinition.Includes include : includes) {
            IdlDefinition.Interface mixin = mixins.get(include.mixin());
            if (mixin == null) {
                throw new IllegalArgumentException("no mixin " + include.mixin() + " for " + include.name());
            }
            interfaces.computeIfPresent(include.name(), (name, whole) -> merge(whole, mixin));
        }
        interfaces.replaceAll((name, i) -> new IdlDefinition.Interface(
                name,
                i.parent(),
                i.kind(),
                i.members().stream()
                        .filter(member -> exposed(member.extendedAttributes(), globalKind))
                        .toList(),
                i.extendedAttributes()));
    }

    private static IdlDefinition.Interface merge(IdlDefinition.Interface whole, IdlDefinition.Interface more) {
        List<IdlMember> members = new ArrayList<>(whole.members());
        members.addAll(more.members());
        return new IdlDefinition.Interface(
                whole.name(), whole.parent(), whole.kind(), members, whole.extendedAttributes());
    }

    /** Exposure as {@code [Exposed=(Window,Worker)]} or {@code *}; nothing written means everywhere. */
    private static boolean exposed(Map<String, String> extendedAttributes, String globalKind) {
        String value = extendedAttributes.get("Exposed");
        if (value == null || value.equals("*")) {
            return true;
        }
        Set<String> names = Set.of(value.split(","));
        return names.contains(globalKind) || (globalKind.endsWith("Worker") && names.contains("Worker"));
    }

    /** The callback interfaces that scripts see as objects, because these have constants. */
    List<IdlDefinition.CallbackInterface> callbackInterfaces() {
        List<IdlDefinition.CallbackInterface> withConstants = new ArrayList<>();
        for (IdlDefinition definition : others.values()) {
            if (definition instanceof IdlDefinition.CallbackInterface c
                    && !c.constants().isEmpty()) {
                withConstants.add(c);
            }
        }
        return withConstants;
    }

    /** The type behind typedefs. */
    IdlType resolve(IdlType type) {
        if (type instanceof IdlType.Named named && others.get(named.name()) instanceof IdlDefinition.Typedef alias) {
            return resolve(alias.type());
        }
        return type;
    }

    IdlDefinition.@Nullable Interface interfaceOf(IdlType type) {
        return type instanceof IdlType.Named named ? interfaces.get(named.name()) : null;
    }

    /** Whether objects of the interface carry a stack as errors do. */
    boolean isError(String name) {
        IdlDefinition.Interface i = interfaces.get(name);
        return i != null
                && (i.extendedAttributes().containsKey("InheritsFromError")
                        || (i.parent() != null && isError(i.parent())));
    }

    /** Whether the realm's global object is an instance of the interface. */
    boolean isOfGlobal(IdlDefinition.Interface i) {
        return i.extendedAttributes().containsKey("Global")
                || interfaces.values().stream().anyMatch(heir -> i.name().equals(heir.parent()) && isOfGlobal(heir));
    }

    /** Parents first, so that every interface follows the one it inherits from. */
    List<IdlDefinition.Interface> inOrder() {
        List<IdlDefinition.Interface> ordered = new ArrayList<>();
        for (IdlDefinition.Interface i : interfaces.values()) {
            addAfterParents(i, ordered);
        }
        return ordered;
    }

    private void addAfterParents(IdlDefinition.Interface i, List<IdlDefinition.Interface> ordered) {
        if (ordered.contains(i)) {
            return;
        }
        if (i.parent() != null) {
            IdlDefinition.Interface parent = interfaces.get(i.parent());
            if (parent == null) {
                throw new IllegalArgumentException(
                        i.name() + " inherits from " + i.parent() + ", which is not defined");
            }
            addAfterParents(parent, ordered);
        }
        ordered.add(i);
    }
}
