// The last hand-written part of the glue, under the rules of primordials.js: members that are alike come from tables, and
// objects with indexed or named properties are proxies.

// ---- members made from a table, so that interfaces with many of one kind stay small

function peerOf($, object, where) {
    const self = object ?? globalObject;
    if (!(isObject(self) && $.is(self))) {
        throw illegalInvocation(where);
    }
    return $.host(self);
}

/** `names` alternates an attribute's name with its key on the peer; what it calls is the peer's own error handling. */
function defineAttributes($, target, where, names, get, set) {
    for (let i = 0; i < names.length; i += 2) {
        const name = names[i];
        const key = names[i + 1];
        const place = `${where}.${name}`;
        copyMembers({
            get [name]() {
                const peer = peerOf($, this, place);
                try { return get(peer, key); } catch (e) { throw fromHost(e); }
            },
            set [name](value) {
                const peer = peerOf($, this, place);
                try { set(peer, key, value); } catch (e) { throw fromHost(e); }
            },
        }, target, true);
    }
}

const attributeTables = {
    __proto__: null,
    handler: [(peer, key) => peer.eventHandler(key),
        (peer, key, value) => peer.setEventHandler(key, isObject(value) ? value : null)],
    text: [(peer, key) => peer.reflectedAttribute(key), (peer, key, value) => peer.setAttribute(key, `${value}`)],
    url: [(peer, key) => peer.reflectedUrl(key), (peer, key, value) => peer.setAttribute(key, toUSVString(value))],
    flag: [(peer, key) => peer.hasAttribute(key), (peer, key, value) => peer.setBooleanAttribute(key, !!value)],
    long: [(peer, key) => peer.reflectedInteger(key), (peer, key, value) => peer.setAttribute(key, `${value | 0}`)],
};

function defineTable($, target, where, kind, names) {
    const { 0: get, 1: set } = attributeTables[kind];
    defineAttributes($, target, where, names, get, set);
}

function defineUnscopables(prototype, names) {
    const value = { __proto__: null };
    for (let i = 0; i < names.length; i++) {
        value[names[i]] = true;
    }
    defineProperty(prototype, unscopablesSymbol, { __proto__: null, value, configurable: true });
}

/** The object of a callback interface with constants: a function, though it cannot be called. */
function callbackInterfaceObject(name, constants) {
    const { [name]: object } = { [name]() { throw typeError(`${name}: illegal constructor`); } };
    const names = ownKeys(constants);
    for (let i = 0; i < names.length; i++) {
        defineConstant(object, names[i], constants[names[i]]);
    }
    return object;
}

// ---- legacy platform objects (https://webidl.spec.whatwg.org/#js-legacy-platform-objects)

/** The index that a property key stands for, or -1. */
function toIndex(key) {
    if (typeof key !== 'string') {
        return -1;
    }
    const index = key >>> 0;
    return index !== 4294967295 && `${index}` === key ? index : -1;
}

/**
 * Makes what turns an object into one with indexed or named properties, as its interface's special operations say:
 * the peer's indexedCount(), indexed(i), namedKeys(), named(name), setIndexed, setNamed and deleteNamed, where null
 * means that there is no such property. The handler finds the peer through the proxy's target, which no script sees.
 */
function legacyPlatformObject($, options) {
    const handler = legacyPlatformHandler($, options);
    return (target) => new ProxyCtor(target, handler);
}

function legacyPlatformHandler($, options) {
    const { indexed, named, overrides, unenumerable, setIndexed, setNamed, deletes } = options;
    const guard = (steps) => {
        try { return steps(); } catch (e) { throw fromHost(e); }
    };
    /** The value of the indexed property, or null. */
    const indexedValue = (target, index) => indexed($.host(target).indexed(index));
    /** The value of the named property if the object has it and nothing else hides it, or null. */
    const namedValue = (target, key) => {
        if (named === undefined || typeof key !== 'string' || (overrides ? false : key in target)) {
            return null;
        }
        return named($.host(target).named(key));
    };
    const isIndexed = (key) => indexed !== undefined && toIndex(key) >= 0;
    return {
        __proto__: null,
        get(target, key, receiver) {
            return guard(() => {
                const value = isIndexed(key) ? indexedValue(target, toIndex(key)) : namedValue(target, key);
                return value === null ? reflectGet(target, key, receiver) : value;
            });
        },
        has(target, key) {
            return guard(() =>
                (isIndexed(key) ? indexedValue(target, toIndex(key)) : namedValue(target, key)) !== null
                    || key in target);
        },
        getOwnPropertyDescriptor(target, key) {
            return guard(() => {
                const index = isIndexed(key);
                const value = index ? indexedValue(target, toIndex(key)) : namedValue(target, key);
                if (value === null) {
                    return getOwnPropertyDescriptor(target, key);
                }
                return {
                    __proto__: null,
                    value,
                    writable: (index ? setIndexed : setNamed) !== undefined,
                    enumerable: index || !unenumerable,
                    configurable: true,
                };
            });
        },
        set(target, key, value, receiver) {
            return guard(() => {
                const peer = $.host(target);
                if (receiver === peer.wrapper() && typeof key === 'string') {
                    if (isIndexed(key)) {
                        if (setIndexed === undefined) {
                            return false;
                        }
                        peer.setIndexed(toIndex(key), setIndexed(value));
                        return true;
                    }
                    if (setNamed !== undefined) {
                        peer.setNamed(key, setNamed(value));
                        return true;
                    }
                    if (namedValue(target, key) !== null) {
                        return false;
                    }
                }
                return reflectSet(target, key, value, receiver);
            });
        },
        defineProperty(target, key, descriptor) {
            setPrototypeOf(descriptor, null);
            return guard(() => {
                const peer = $.host(target);
                if (isIndexed(key)) {
                    if (setIndexed === undefined || 'get' in descriptor || 'set' in descriptor) {
                        return false;
                    }
                    peer.setIndexed(toIndex(key), setIndexed(descriptor.value));
                    return true;
                }
                if (setNamed !== undefined && typeof key === 'string') {
                    if ('get' in descriptor || 'set' in descriptor) {
                        return false;
                    }
                    peer.setNamed(key, setNamed(descriptor.value));
                    return true;
                }
                return namedValue(target, key) === null && defineProperty(target, key, descriptor);
            });
        },
        deleteProperty(target, key) {
            return guard(() => {
                if (isIndexed(key)) {
                    return indexedValue(target, toIndex(key)) === null;
                }
                if (namedValue(target, key) !== null) {
                    if (deletes) {
                        $.host(target).deleteNamed(key);
                    }
                    return deletes;
                }
                return deleteProperty(target, key);
            });
        },
        ownKeys(target) {
            return guard(() => {
                const peer = $.host(target);
                const keys = [];
                const seen = { __proto__: null };
                const add = (key) => {
                    if (!(key in seen)) {
                        seen[key] = true;
                        appendTo(keys, keys.length, key);
                    }
                };
                const count = indexed === undefined ? 0 : peer.indexedCount();
                for (let i = 0; i < count; i++) {
                    add(`${i}`);
                }
                const names = named === undefined ? noNames : peer.namedKeys();
                for (let i = 0; i < names.length; i++) {
                    if (overrides || !(names[i] in target)) {
                        add(names[i]);
                    }
                }
                const own = ownKeys(target);
                for (let i = 0; i < own.length; i++) {
                    add(own[i]);
                }
                return keys;
            });
        },
        preventExtensions() {
            return false;
        },
    };
}

// ---- platform objects as a console shows them

/** How a console reads platform objects: what scripts may have put in the place of a getter is not looked at. */
kernel.platformObjects = () => {
    const definitionOf = (object) => interfacesOf(object)[PlatformObject.peer(object).peerInterface()];
    const visit = (definition, steps) => {
        for (let d = definition; d !== undefined; d = d.parent) {
            const { shown } = d;
            for (let i = 0; shown !== undefined && i < shown.length; i += 2) {
                steps(shown[i], d, shown[i + 1]);
            }
        }
    };
    return {
        __proto__: null,
        /** How many attributes and pairs there are to show, or -1 where objects are not shown by these. */
        size(object) {
            if (!PlatformObject.is(object)) {
                return -1;
            }
            const definition = definitionOf(object);
            if (definition.shown === undefined) {
                return -1;
            }
            let size = this.pairs(object);
            visit(definition, () => { size++; });
            return size;
        },
        pairs: (object) => (definitionOf(object).pairs ? PlatformObject.peer(object).pairCount() : 0),
        pairKey: (object, index) => PlatformObject.peer(object).pairKey(index),
        pairValue: (object, index) => wrapAny(PlatformObject.peer(object).pairValue(index)),
        /** Calls the steps with each attribute's name, its value, and whether to show this by name only. */
        attributes(object, steps) {
            visit(definitionOf(object), (name, definition, byName) => {
                let value;
                try {
                    value = reflectApply(descriptorOf(definition.getters, name).get, object, []);
                } catch {
                    return; // some have no value in some states
                }
                steps(name, value, byName || notYetMadeOf(value) !== undefined);
            });
        },
        /** Whether an own property of the object is one of the attributes, which cannot be redefined then. */
        shows(object, key) {
            let found = false;
            visit(definitionOf(object), (name, definition) => {
                found ||= name === key
                    && descriptorOf(object, key).get === descriptorOf(definition.getters, key).get;
            });
            return found;
        },
    };
};
