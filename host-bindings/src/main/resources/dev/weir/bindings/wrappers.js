// The JavaScript objects that stand for peers, and the parts that their classes are put together from.

const { PlatformObject } = shared;

/** Gives a platform object of another realm of the agent the slots that its interfaces have here. Whether it is one. */
function takeIn(object) {
    if (!PlatformObject.is(object)) {
        return false;
    }
    const peer = PlatformObject.peer(object);
    const definition = interfaces[peer.peerInterface()];
    if (definition.hasSlots(object)) {
        return false; // it is of this realm, or was taken in before
    }
    definition.addSlots(object, peer, definition.state === undefined ? undefined : definition.state(peer));
    return true;
}

/** The arguments of a call that were given, of its parameters and of the last one that takes all the rest, if there is one. */
function argumentsAgain(single, rest, count) {
    const all = [];
    for (let i = 0; i < count; i++) {
        const value = i < single.length ? single[i] : rest === undefined ? undefined : rest[i - single.length];
        appendTo(all, i, value);
    }
    return all;
}

/** Interface name to {constructor, prototype, stamp, is, host}; made on first use. */
const interfaces = { __proto__: null };
thisRealm.interfaces = interfaces;

/** Those of the realm that an object is of. */
function interfacesOf(object) {
    return ownerOf(object)?.interfaces ?? interfaces;
}

function lazyInterface(name, define) {
    defineProperty(interfaces, name, {
        __proto__: null,
        configurable: true,
        get() {
            let made;
            try {
                made = define();
            } catch (e) {
                throw fromHost(e);
            }
            defineProperty(interfaces, name, { __proto__: null, value: made });
            return made;
        },
    });
}

function makeWrapper(peer) {
    const definition = interfaces[peer.peerInterface()];
    const wrapper = objectCreate(definition.prototype);
    const state = definition.state === undefined ? undefined : definition.state(peer);
    definition.stamp(wrapper, peer, state);
    if (definition.exotic === undefined) {
        peer.bindWrapper(wrapper);
        return wrapper;
    }
    // Scripts see a proxy; it carries the private fields too, so that it passes every brand check.
    const proxy = definition.exotic(wrapper, peer);
    definition.stamp(proxy, peer, state);
    peer.bindWrapper(proxy);
    return proxy;
}

/**
 * The object a script holds for a peer. One that has yet to be made is made by a call from Java: the compiler, which
 * takes functions into their callers, then leaves out what most calls do not need.
 */
function wrap(peer) {
    return peer === null || peer === undefined ? null : peer.wrapper();
}

/** A peer becomes its wrapper, anything else stays what it is. */
function wrapAny(value) {
    return typeof value !== 'string' && host.isPeer(value) ? wrap(value) : value;
}

/** Stamps a new object for a constructor call; the prototype comes from new.target, which a subclass changes. */
function construct(newTarget, name, peer) {
    const definition = interfaces[name];
    let prototype = newTarget.prototype;
    if (!isObject(prototype)) {
        ({ prototype } = interfacesOf(newTarget)[name]);
    }
    const wrapper = objectCreate(prototype);
    definition.stamp(wrapper, peer, definition.state === undefined ? undefined : definition.state(peer));
    peer.bindWrapper(wrapper);
    return wrapper;
}

function copyMembers(from, to, enumerable, except = noNames) {
    const keys = ownKeys(from);
    for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (key !== 'constructor' && !isEnumValue(key, except)) {
            const descriptor = descriptorOf(from, key);
            descriptor.enumerable = enumerable && typeof key === 'string';
            defineProperty(to, key, descriptor);
        }
    }
}

function defineUnforgeable(object, hidden, name) {
    const descriptor = descriptorOf(hidden, name);
    descriptor.enumerable = true;
    descriptor.configurable = false;
    defineProperty(object, name, descriptor);
}

function descriptorOf(object, key) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    setPrototypeOf(descriptor, null);
    return descriptor;
}

function makeEnumerable(object, names) {
    for (let i = 0; i < names.length; i++) {
        const descriptor = descriptorOf(object, names[i]);
        descriptor.enumerable = true;
        defineProperty(object, names[i], descriptor);
    }
}

function defineConstant(object, name, value) {
    defineProperty(object, name, { __proto__: null, value, enumerable: true, writable: false, configurable: false });
}

function defineTag(prototype, tag) {
    defineProperty(prototype, toStringTagSymbol, { __proto__: null, value: tag, configurable: true });
}

/** What the engine puts on the global object and browsers do not have, or have another one of. */
const engineGlobals = ['Graal', 'Java', 'Polyglot', 'Packages', 'arguments', 'console', 'load', 'print', 'printErr', 'quit',
    'loadWithNewGlobal', 'read', 'readbuffer', 'readline', 'java', 'javax', 'javafx', 'com', 'org', 'edu', 'performance'];

/** Makes the global object an instance of its interface and stamps its peer onto it. */
function installGlobal(peer) {
    for (let i = 0; i < engineGlobals.length; i++) {
        delete globalObject[engineGlobals[i]];
    }
    delete globalObject[toStringTagSymbol];
    const definition = interfaces[peer.peerInterface()];
    setPrototypeOf(globalObject, definition.prototype);
    definition.stamp(globalObject, peer, definition.state === undefined ? undefined : definition.state(peer));
    peer.bindWrapper(globalObject);
}

/** Puts an interface object on the global object; it is made when a script first asks for it. */
function exposeInterface(name) {
    exposeLazily(name, () => interfaces[name].constructor);
}

/** The names of global properties whose values are not made yet. */
const notYetMade = { __proto__: null };
weakMapSet(shared.globals, globalObject, notYetMade);

/** The names of the object's properties whose values are not made yet, if it is the global object of a realm of the agent. */
function notYetMadeOf(object) {
    return object === globalObject ? notYetMade
        : shared.severalRealms && isObject(object) ? weakMapGet(shared.globals, object) : undefined;
}

function exposeLazily(name, make) {
    const settle = (value) => {
        delete notYetMade[name];
        defineProperty(globalObject, name, { __proto__: null, value, writable: true, configurable: true });
    };
    notYetMade[name] = true;
    defineProperty(globalObject, name, {
        __proto__: null,
        configurable: true,
        get() {
            const made = make();
            if (name in notYetMade) { // a script may have kept this getter
                settle(made);
            }
            return made;
        },
        set(value) {
            if (this === globalObject || this === undefined) {
                settle(value);
            } else { // an object that inherits from the global one, say, gets a property of its own
                settle(make());
                reflectSet(globalObject, name, value, this);
            }
        },
    });
}

function makeAllOf(object) {
    const lacking = notYetMadeOf(object);
    if (lacking !== undefined) {
        const names = ownKeys(lacking);
        for (let i = 0; i < names.length; i++) {
            reflectGet(object, names[i]);
        }
    }
}

/** A key that is an object may turn into any name. */
function makeBeforeLooking(object, key) {
    const lacking = notYetMadeOf(object);
    if (lacking !== undefined) {
        if (typeof key === 'string') {
            if (key in lacking) {
                reflectGet(object, key);
            }
        } else if (isObject(key)) {
            makeAllOf(object);
        }
    }
}

// OPTIMIZATION: a descriptor would show that a value is not made yet, as an accessor, and a partial one would lose the value;
// so whoever asks for one or changes it has the value made first. These functions differ from the engine's in nothing else.
// A proxy around the global object does show accessors.
for (const owner of [Object, Reflect]) {
    const { getOwnPropertyDescriptor: lookAt, defineProperty: define } = owner;
    const methods = {
        getOwnPropertyDescriptor(object, key) {
            makeBeforeLooking(object, key);
            return lookAt(object, key);
        },
        defineProperty(object, key, descriptor) {
            makeBeforeLooking(object, key);
            return define(object, key, descriptor);
        },
    };
    defineMethod(owner, 'getOwnPropertyDescriptor', methods.getOwnPropertyDescriptor, false);
    defineMethod(owner, 'defineProperty', methods.defineProperty, false);
}
const { getOwnPropertyDescriptors, defineProperties, seal } = Object;
const ofAll = {
    getOwnPropertyDescriptors(object) {
        makeAllOf(object);
        return getOwnPropertyDescriptors(object);
    },
    defineProperties(object, properties) {
        makeAllOf(object);
        return defineProperties(object, properties);
    },
    freeze(object) {
        makeAllOf(object);
        return freeze(object);
    },
    seal(object) {
        makeAllOf(object);
        return seal(object);
    },
};
defineMethod(Object, 'getOwnPropertyDescriptors', ofAll.getOwnPropertyDescriptors, false);
defineMethod(Object, 'defineProperties', ofAll.defineProperties, false);
defineMethod(Object, 'freeze', ofAll.freeze, false);
defineMethod(Object, 'seal', ofAll.seal, false);
const { __lookupGetter__: lookupGetterMethod, __lookupSetter__: lookupSetterMethod } = Object.prototype;
const lookupGetter = uncurryThis(lookupGetterMethod);
const lookupSetter = uncurryThis(lookupSetterMethod);
const lookups = {
    __lookupGetter__(key) {
        makeBeforeLooking(this, key);
        return lookupGetter(this, key);
    },
    __lookupSetter__(key) {
        makeBeforeLooking(this, key);
        return lookupSetter(this, key);
    },
};
defineMethod(Object.prototype, '__lookupGetter__', lookups.__lookupGetter__, false);
defineMethod(Object.prototype, '__lookupSetter__', lookups.__lookupSetter__, false);
