// Visits every value reachable from the global object and hands each to `visit`, with the way to it.
(function (roots, visit) {
    const seen = new Set();
    const queue = [];
    const put = (value, path) => {
        if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
            if (!seen.has(value)) {
                seen.add(value);
                queue.push([value, path]);
            }
        }
    };
    const attempt = (path, steps) => {
        try {
            put(steps(), path);
        } catch (e) {
            put(e, path + '!');
        }
    };
    put(globalThis, 'globalThis');
    for (let i = 0; i < roots.length; i++) {
        put(roots[i], `root${i}`);
    }
    while (queue.length > 0) {
        const [value, path] = queue.shift();
        visit(value, path);
        attempt(`${path}.__proto__`, () => Reflect.getPrototypeOf(value));
        let keys;
        try {
            keys = Reflect.ownKeys(value);
        } catch (e) {
            put(e, path + '!keys');
            continue;
        }
        for (const key of keys) {
            const step = `${path}[${String(key)}]`;
            let descriptor;
            try {
                descriptor = Reflect.getOwnPropertyDescriptor(value, key);
            } catch (e) {
                put(e, step + '!');
                continue;
            }
            if (descriptor === undefined) {
                continue;
            }
            put(descriptor.value, step);
            put(descriptor.get, step + '.get');
            put(descriptor.set, step + '.set');
            if (descriptor.get !== undefined) {
                attempt(step, () => value[key]); // as the object itself shows it
                for (const instance of [globalThis, ...roots]) { // and as instances do
                    attempt(step, () => Reflect.apply(descriptor.get, instance, []));
                }
            }
            if (typeof descriptor.value === 'function' && Object.isFrozen(seen) === false) {
                attempt(step + '()!', () => Reflect.apply(descriptor.value, {}, []));
            }
        }
    }
    return seen.size;
})
