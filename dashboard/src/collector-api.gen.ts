/** Types of the collector's API, written by `npm run api-types` from its OpenAPI document. Do not edit. */
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                alg: string;
                                crv: string;
                                kid: string;
                                kty: string;
                                use: string;
                                x: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/about-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: string[];
                            kept: {
                                days: number | null;
                                kind: "directory" | "events" | "alerts" | "records" | "backups";
                                what: string;
                                why: string;
                            }[];
                            pseudonym: string | null;
                            reveals: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                reason: string;
                            }[];
                            watched: {
                                until: number | null;
                            } | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            packages: {
                                bytes: number;
                                name: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-packages/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        hostname: string;
                        key: {
                            /** @enum {string} */
                            crv: "Ed25519";
                            /** @enum {string} */
                            kty: "OKP";
                            x: string;
                        };
                        platform: string;
                        token: string;
                        version: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            agent_id: string;
                            collector_key: {
                                /** @enum {string} */
                                crv: "Ed25519";
                                /** @enum {string} */
                                kty: "OKP";
                                x: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description NDJSON, one envelope a line */
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: number;
                            acknowledged: number;
                            duplicates: number;
                            policy_version: number;
                            rejected: {
                                index: number;
                                reason: string;
                                seq?: number;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/filter/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/filter/{version}/delta": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    after?: number;
                    wait_ms?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            policy: string;
                        };
                    };
                };
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description A user, `me`, or `none` for nobody */
                    assignee?: string;
                    /** @description Rows to pass over */
                    from?: number;
                    limit?: number;
                    /** @description Words, all of them */
                    q?: string;
                    status?: "open" | "watched" | "closed" | "snoozed";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            }[];
                            counts: {
                                closed: number;
                                in_progress: number;
                                new: number;
                                snoozed: number;
                                watched: number;
                            };
                            /** @description Of this status and these words, whatever the page */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alert: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            findings: {
                                /** @description UTC epoch milliseconds */
                                detected_at: number;
                                evidence: {
                                    account: string | null;
                                    activity: string;
                                    app: string | null;
                                    candidates: number;
                                    customers: number;
                                    endpoint: {
                                        hostname: string;
                                        id: string;
                                    };
                                    event_id: string;
                                    /** @description Exports that its customers come from */
                                    exports?: {
                                        number: number;
                                        of: number;
                                        rows: number;
                                    }[];
                                    file: string | null;
                                    kinds: {
                                        email: number;
                                        phone: number;
                                    };
                                    /** @description Its place in the journal */
                                    offset: number;
                                    path: string | null;
                                    place: {
                                        kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                        label: string;
                                        path: string;
                                    };
                                    rows: number;
                                    scan: ("complete" | "encrypted" | "truncated" | "unreadable" | "failed") | "none";
                                    scan_reason: string | null;
                                    sha256: string | null;
                                    size_bytes: number | null;
                                    /** @description UTC epoch milliseconds */
                                    time: number;
                                }[];
                                id: string;
                                /** @description The predicates that matched, in words */
                                reason: string;
                                rule: {
                                    description: string;
                                    falsepositives: string[];
                                    id: string;
                                    level: "informational" | "low" | "medium" | "high" | "critical";
                                    name: string;
                                    points: number;
                                    runbook: string;
                                    tags: string[];
                                    title: string;
                                };
                                /** @description UTC epoch milliseconds */
                                time: number;
                                /** @description The lines of the reason in plain English */
                                why: string[];
                            }[];
                            history: {
                                by: string;
                                note: string;
                                status: "new" | "in_progress" | "closed";
                                /** @description UTC epoch milliseconds */
                                time: number;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "decided" | "noted" | "assigned" | "snoozed";
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            customers: {
                                company: string | null;
                                country: string | null;
                                name: string;
                                number: string;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        status: "new" | "in_progress" | "closed";
                        verdict?: "true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alert: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            findings: {
                                /** @description UTC epoch milliseconds */
                                detected_at: number;
                                evidence: {
                                    account: string | null;
                                    activity: string;
                                    app: string | null;
                                    candidates: number;
                                    customers: number;
                                    endpoint: {
                                        hostname: string;
                                        id: string;
                                    };
                                    event_id: string;
                                    /** @description Exports that its customers come from */
                                    exports?: {
                                        number: number;
                                        of: number;
                                        rows: number;
                                    }[];
                                    file: string | null;
                                    kinds: {
                                        email: number;
                                        phone: number;
                                    };
                                    /** @description Its place in the journal */
                                    offset: number;
                                    path: string | null;
                                    place: {
                                        kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                        label: string;
                                        path: string;
                                    };
                                    rows: number;
                                    scan: ("complete" | "encrypted" | "truncated" | "unreadable" | "failed") | "none";
                                    scan_reason: string | null;
                                    sha256: string | null;
                                    size_bytes: number | null;
                                    /** @description UTC epoch milliseconds */
                                    time: number;
                                }[];
                                id: string;
                                /** @description The predicates that matched, in words */
                                reason: string;
                                rule: {
                                    description: string;
                                    falsepositives: string[];
                                    id: string;
                                    level: "informational" | "low" | "medium" | "high" | "critical";
                                    name: string;
                                    points: number;
                                    runbook: string;
                                    tags: string[];
                                    title: string;
                                };
                                /** @description UTC epoch milliseconds */
                                time: number;
                                /** @description The lines of the reason in plain English */
                                why: string[];
                            }[];
                            history: {
                                by: string;
                                note: string;
                                status: "new" | "in_progress" | "closed";
                                /** @description UTC epoch milliseconds */
                                time: number;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "decided" | "noted" | "assigned" | "snoozed";
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A user; null for nobody */
                        assignee?: string | null;
                        note?: string;
                        /** @description Out of the queue till then, or till more comes */
                        snoozed_until?: number | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alert: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            findings: {
                                /** @description UTC epoch milliseconds */
                                detected_at: number;
                                evidence: {
                                    account: string | null;
                                    activity: string;
                                    app: string | null;
                                    candidates: number;
                                    customers: number;
                                    endpoint: {
                                        hostname: string;
                                        id: string;
                                    };
                                    event_id: string;
                                    /** @description Exports that its customers come from */
                                    exports?: {
                                        number: number;
                                        of: number;
                                        rows: number;
                                    }[];
                                    file: string | null;
                                    kinds: {
                                        email: number;
                                        phone: number;
                                    };
                                    /** @description Its place in the journal */
                                    offset: number;
                                    path: string | null;
                                    place: {
                                        kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                        label: string;
                                        path: string;
                                    };
                                    rows: number;
                                    scan: ("complete" | "encrypted" | "truncated" | "unreadable" | "failed") | "none";
                                    scan_reason: string | null;
                                    sha256: string | null;
                                    size_bytes: number | null;
                                    /** @description UTC epoch milliseconds */
                                    time: number;
                                }[];
                                id: string;
                                /** @description The predicates that matched, in words */
                                reason: string;
                                rule: {
                                    description: string;
                                    falsepositives: string[];
                                    id: string;
                                    level: "informational" | "low" | "medium" | "high" | "critical";
                                    name: string;
                                    points: number;
                                    runbook: string;
                                    tags: string[];
                                    title: string;
                                };
                                /** @description UTC epoch milliseconds */
                                time: number;
                                /** @description The lines of the reason in plain English */
                                why: string[];
                            }[];
                            history: {
                                by: string;
                                note: string;
                                status: "new" | "in_progress" | "closed";
                                /** @description UTC epoch milliseconds */
                                time: number;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "decided" | "noted" | "assigned" | "snoozed";
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description own: what the caller asked for; the others are what they may decide or did */
                    list?: "open" | "past" | "own";
                    /** @description Only and all of this person, by id or pseudonym */
                    who?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            approvals: {
                                answers: {
                                    as: "manager" | "officer";
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    conditions: {
                                        canaries: boolean;
                                        drop_columns: string[];
                                        rows_max: number | null;
                                        /** @description UTC epoch milliseconds */
                                        until: number;
                                    } | null;
                                    fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                    reason: string;
                                    seen: string;
                                    touch: string | null;
                                    verdict: "approve" | "refuse" | "ask";
                                }[];
                                approvers: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                content: {
                                    /** @description UTC epoch milliseconds */
                                    asked_at: number;
                                    /** @description UTC epoch milliseconds */
                                    expires_at: number;
                                    facts: {
                                        base: number;
                                        columns: string[];
                                        /** @description Distinct customers of the base */
                                        customers: number;
                                        department: string | null;
                                        history: {
                                            approved: number;
                                            asked: number;
                                            customers_out: number;
                                            exports: number;
                                            refused: number;
                                            rows_most: number;
                                        };
                                        leaves_on: string | null;
                                        others: number;
                                        own: number;
                                        rows: number;
                                        rules: {
                                            name: string;
                                            title: string;
                                        }[];
                                        sha256: string | null;
                                        share_percent: number;
                                        title: string | null;
                                    };
                                    id: string;
                                    needed: number;
                                    person: string | null;
                                    pseudonym: string;
                                    source: {
                                        bytes: number;
                                        hold: string;
                                        holder: string;
                                        /** @enum {string} */
                                        kind: "export";
                                        name: string;
                                        via: string;
                                    } | {
                                        agent: string;
                                        endpoint: string;
                                        hold: string;
                                        /** @enum {string} */
                                        kind: "hold";
                                        name: string;
                                        place: string;
                                        unread?: "encrypted" | "truncated" | "unreadable";
                                    } | {
                                        device: {
                                            label: string;
                                            serial: string;
                                        };
                                        endpoint?: {
                                            agent: string;
                                            hostname: string;
                                        };
                                        /** @enum {string} */
                                        kind: "permit";
                                        name: string;
                                        rows_max: number;
                                        /** @description UTC epoch milliseconds */
                                        until: number;
                                    };
                                    talk: {
                                        /** @description UTC epoch milliseconds */
                                        at: number;
                                        by: "approver" | "requester";
                                        text: string;
                                    }[];
                                    why: string;
                                };
                                decided_at: number | null;
                                digest: string;
                                id: string;
                                may: {
                                    approve: boolean;
                                    refuse: boolean;
                                    reply: boolean;
                                    revoke: boolean;
                                    why_not: string | null;
                                };
                                officers: boolean;
                                page: string | null;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                requested_by: string;
                                rows_used: number;
                                skipped: {
                                    pseudonym: string;
                                    why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                                }[];
                                state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                            }[];
                            /** @description That the viewer may decide now */
                            waiting: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        hold?: string;
                        permit?: {
                            device: {
                                label: string;
                                serial: string;
                            };
                            /** @description Id of the one endpoint where it may be used; then rows are counted in one place */
                            endpoint?: string;
                            name: string;
                            rows_max: number;
                            /** @description UTC epoch milliseconds */
                            until: number;
                        };
                        person?: string;
                        why: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        conditions?: {
                            canaries: boolean;
                            drop_columns: string[];
                            rows_max: number | null;
                            /** @description UTC epoch milliseconds */
                            until: number;
                        };
                        reason?: string;
                        seen: string;
                        verdict: "approve" | "refuse" | "ask";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            answers: {
                                as: "manager" | "officer";
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                conditions: {
                                    canaries: boolean;
                                    drop_columns: string[];
                                    rows_max: number | null;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                } | null;
                                fate: "counted" | "lapsed" | "late" | "changed" | "again";
                                reason: string;
                                seen: string;
                                touch: string | null;
                                verdict: "approve" | "refuse" | "ask";
                            }[];
                            approvers: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            conditions: {
                                canaries: boolean;
                                drop_columns: string[];
                                rows_max: number | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                            content: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                facts: {
                                    base: number;
                                    columns: string[];
                                    /** @description Distinct customers of the base */
                                    customers: number;
                                    department: string | null;
                                    history: {
                                        approved: number;
                                        asked: number;
                                        customers_out: number;
                                        exports: number;
                                        refused: number;
                                        rows_most: number;
                                    };
                                    leaves_on: string | null;
                                    others: number;
                                    own: number;
                                    rows: number;
                                    rules: {
                                        name: string;
                                        title: string;
                                    }[];
                                    sha256: string | null;
                                    share_percent: number;
                                    title: string | null;
                                };
                                id: string;
                                needed: number;
                                person: string | null;
                                pseudonym: string;
                                source: {
                                    bytes: number;
                                    hold: string;
                                    holder: string;
                                    /** @enum {string} */
                                    kind: "export";
                                    name: string;
                                    via: string;
                                } | {
                                    agent: string;
                                    endpoint: string;
                                    hold: string;
                                    /** @enum {string} */
                                    kind: "hold";
                                    name: string;
                                    place: string;
                                    unread?: "encrypted" | "truncated" | "unreadable";
                                } | {
                                    device: {
                                        label: string;
                                        serial: string;
                                    };
                                    endpoint?: {
                                        agent: string;
                                        hostname: string;
                                    };
                                    /** @enum {string} */
                                    kind: "permit";
                                    name: string;
                                    rows_max: number;
                                    /** @description UTC epoch milliseconds */
                                    until: number;
                                };
                                talk: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: "approver" | "requester";
                                    text: string;
                                }[];
                                why: string;
                            };
                            decided_at: number | null;
                            digest: string;
                            id: string;
                            may: {
                                approve: boolean;
                                refuse: boolean;
                                reply: boolean;
                                revoke: boolean;
                                why_not: string | null;
                            };
                            officers: boolean;
                            page: string | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            requested_by: string;
                            rows_used: number;
                            skipped: {
                                pseudonym: string;
                                why: "requester" | "report" | "departing" | "no account" | "not in the directory";
                            }[];
                            state: "waiting" | "asked_back" | "approved" | "refused" | "expired" | "withdrawn" | "revoked";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/askable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Where one of their accounts was seen */
                            endpoints: {
                                agent: string;
                                hostname: string;
                            }[];
                            exports: {
                                app: string;
                                approval: string | null;
                                customers: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                /** @description UTC epoch milliseconds */
                                held_at: number;
                                name: string;
                                page: string | null;
                                rows: number;
                            }[];
                            files: {
                                approval: string | null;
                                customers: number;
                                endpoint: string;
                                /** @description UTC epoch milliseconds */
                                held_at: number;
                                hold: string;
                                name: string;
                                place: string;
                                rows: number;
                                unread: ("encrypted" | "truncated" | "unreadable") | null;
                            }[];
                            /** @description UTC epoch milliseconds */
                            permit_until_max: number;
                            /** @description With a serial number of their own, the latest first, and where they were */
                            sticks: {
                                agent: string;
                                label: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                serial: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    area?: string;
                    before?: number;
                    by?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            areas: string[];
                            by: string[];
                            entries: {
                                about: string;
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                kind: string;
                                offset: number;
                                person: string | null;
                                reason: string | null;
                            }[];
                            head: string | null;
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            backups: {
                                bytes: number;
                                /** @description UTC epoch milliseconds */
                                made_at: number;
                                name: string;
                            }[];
                            folder: string;
                            running: boolean;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        to: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            files: {
                                bytes: number;
                                name: string;
                                sha256: string;
                            }[];
                            /** @description UTC epoch milliseconds */
                            made_at: number;
                            to: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            backups: {
                                bytes: number;
                                /** @description UTC epoch milliseconds */
                                made_at: number;
                                name: string;
                            }[];
                            folder: string;
                            running: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            canaries: {
                                company: string | null;
                                email: string;
                                export: number | null;
                                /** @description UTC epoch milliseconds */
                                made_at: number;
                                name: string | null;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                } | null;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        count: number;
                        domains: string[];
                        export?: number;
                        header?: string[];
                        /** @description Pseudonym or id */
                        person?: string;
                        rows?: string[][];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            header: string[];
                            rows: string[][];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canaries/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Canary customers among the recipients */
                            canaries: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    status?: "in_progress" | "closed";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        pin?: {
                            alert: string;
                            /** @enum {string} */
                            kind: "alert";
                        } | {
                            /** @enum {string} */
                            kind: "event";
                            offset: number;
                        } | {
                            /** @description UTC epoch milliseconds */
                            from: number;
                            /** @enum {string} */
                            kind: "time";
                            person: string;
                            /** @description UTC epoch milliseconds */
                            to: number;
                        };
                        title: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Closes the open alerts among the evidence with the same verdict */
                        close_alerts?: boolean;
                        note?: string;
                        status: "in_progress" | "closed";
                        verdict?: "true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/officers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        joins: boolean;
                        /** @description A user, or `me` */
                        user: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        note?: string;
                        pin: {
                            alert: string;
                            /** @enum {string} */
                            kind: "alert";
                        } | {
                            /** @enum {string} */
                            kind: "event";
                            offset: number;
                        } | {
                            /** @description UTC epoch milliseconds */
                            from: number;
                            /** @enum {string} */
                            kind: "time";
                            person: string;
                            /** @description UTC epoch milliseconds */
                            to: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/pins/{pin}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    pin: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            case: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                officers: string[];
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                opened_by: string;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                                /** @description Without those taken out */
                                pins: number;
                                status: "in_progress" | "closed";
                                title: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            };
                            /** @description The oldest first */
                            history: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                note: string;
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                what: "noted" | "joined" | "left" | "closed" | "opened" | "exported";
                            }[];
                            /** @description By the time of what they show */
                            pins: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                id: string;
                                note: string;
                                pinned: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                };
                                removed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        format: "html" | "pdf";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            connectors: {
                                /** @description Lines that cannot be read */
                                dirty: number;
                                /** @description Events made of them */
                                events: number;
                                failure: string | null;
                                files: number;
                                /** @description Bytes that wait to be read */
                                lag_bytes: number;
                                last_dirty: string | null;
                                /** @description Lines read, of the files that are there */
                                lines: number;
                                name: string;
                                path: string;
                                read_at: number | null;
                                type: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
                    /** @description Says what it is, keeps nothing */
                    trial?: boolean;
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            /** @description JSON or CSV, as the connector is set up */
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Events that were not there yet */
                            accepted: number;
                            dirty: number;
                            /** @description Sent before, by their identity */
                            duplicates: number;
                            /** @description Neither exports nor log-ins */
                            others: number;
                            records: number;
                            /** @description The first of those that cannot be read */
                            rejected: {
                                /** @description The record's place, from 0 */
                                index: number;
                                reason: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            dirty: number;
                            events: number;
                            file: string;
                            lines: number;
                            reasons: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/base": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            canaries: number;
                            customers: number;
                            fields: {
                                [key: string]: number;
                            };
                            filter: {
                                /** @description Endpoints with the policy that brings this filter */
                                current: number;
                                endpoints: number;
                                key: number;
                                /** @description UTC epoch milliseconds */
                                key_since: number;
                                older: {
                                    hostname: string;
                                    policy_version: number;
                                }[];
                                version: string;
                            };
                            imports: {
                                added: number;
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                changed: number;
                                file: string;
                                refused: number;
                                rows: number;
                                total: number;
                            }[];
                            mappings: {
                                columns: {
                                    header: string;
                                    meaning: string;
                                }[];
                                layout: string;
                            }[];
                            meanings: string[];
                            /** @description Identifiers that more than one customer has */
                            shared: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
                    /** @description Lines of `header=meaning`: what customer columns mean, remembered for these headers */
                    columns?: string;
                    file?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            added: number;
                            changed: number;
                            columns: {
                                header: string;
                                meaning: string;
                            }[];
                            faults: {
                                column?: string;
                                line: number;
                                message: string;
                            }[];
                            file: string;
                            /** @description In earlier files of the same columns, no longer in this one */
                            gone?: number;
                            refused: number;
                            rows: number;
                            /** @description Entries in the base or directory afterwards */
                            total: number;
                            unchanged: number;
                            warnings: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            endpoints: number;
                            /** @description Its number; the first is 1 */
                            key: number;
                            /** @description Endpoints that were heard of with a filter under this key */
                            moved: number;
                            /** @description Earlier keys under which scans are still confirmed */
                            older: number;
                            /** @description UTC epoch milliseconds; 0 for the first */
                            since: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/mappings/{layout}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    layout: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        columns: {
                            [key: string]: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            canaries: number;
                            customers: number;
                            fields: {
                                [key: string]: number;
                            };
                            filter: {
                                /** @description Endpoints with the policy that brings this filter */
                                current: number;
                                endpoints: number;
                                key: number;
                                /** @description UTC epoch milliseconds */
                                key_since: number;
                                older: {
                                    hostname: string;
                                    policy_version: number;
                                }[];
                                version: string;
                            };
                            imports: {
                                added: number;
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                changed: number;
                                file: string;
                                refused: number;
                                rows: number;
                                total: number;
                            }[];
                            mappings: {
                                columns: {
                                    header: string;
                                    meaning: string;
                                }[];
                                layout: string;
                            }[];
                            meanings: string[];
                            /** @description Identifiers that more than one customer has */
                            shared: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/rotate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            endpoints: number;
                            /** @description Its number; the first is 1 */
                            key: number;
                            /** @description Endpoints that were heard of with a filter under this key */
                            moved: number;
                            /** @description Earlier keys under which scans are still confirmed */
                            older: number;
                            /** @description UTC epoch milliseconds; 0 for the first */
                            since: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            departures: {
                                checklist: {
                                    done: boolean | null;
                                    step: "look-back" | "alerts" | "held-files" | "access" | "silence" | "accounts-elsewhere";
                                    text: string;
                                    told: {
                                        /** @description UTC epoch milliseconds */
                                        at: number;
                                        by: string;
                                        note: string;
                                    } | null;
                                }[];
                                closed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    steps: string[];
                                } | null;
                                /** @description Waiting for a decision */
                                held_files: number;
                                legal_hold: boolean;
                                look_back: {
                                    /** @description UTC epoch milliseconds */
                                    asked_at: number;
                                    done_at: number | null;
                                    events: number;
                                    /** @description Found by looking back, all times together */
                                    findings: number;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    state: "waiting" | "done";
                                } | null;
                                mark: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                                open_alerts: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                taken: {
                                    customers: number;
                                    out: number;
                                    staged: number;
                                };
                                watch: {
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    until: number | null;
                                };
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departures/{who}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            }[];
                            clean: boolean;
                            departure: {
                                checklist: {
                                    done: boolean | null;
                                    step: "look-back" | "alerts" | "held-files" | "access" | "silence" | "accounts-elsewhere";
                                    text: string;
                                    told: {
                                        /** @description UTC epoch milliseconds */
                                        at: number;
                                        by: string;
                                        note: string;
                                    } | null;
                                }[];
                                closed: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    steps: string[];
                                } | null;
                                /** @description Waiting for a decision */
                                held_files: number;
                                legal_hold: boolean;
                                look_back: {
                                    /** @description UTC epoch milliseconds */
                                    asked_at: number;
                                    done_at: number | null;
                                    events: number;
                                    /** @description Found by looking back, all times together */
                                    findings: number;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    state: "waiting" | "done";
                                } | null;
                                mark: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    reason: string;
                                } | null;
                                open_alerts: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                taken: {
                                    customers: number;
                                    out: number;
                                    staged: number;
                                };
                                watch: {
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    until: number | null;
                                };
                            };
                            exposure: {
                                /** @description Customers in the base */
                                base: number;
                                channels: {
                                    channel: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    /** @description Distinct customers */
                                    customers: number;
                                    /** @description UTC epoch milliseconds */
                                    first_at: number;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    stage: "exported" | "staged" | "out";
                                }[];
                                customers: number;
                                /** @description Exports that the customers come from, the one that explains most first */
                                exports: {
                                    number: number;
                                    of: number;
                                    rows: number;
                                }[];
                                /** @description Of these, colleagues' customers */
                                others: number;
                                /** @description Of these, customers that the CRM says are theirs */
                                own: number;
                                /** @description Share of their own customers, 0 to 100 */
                                own_share_percent: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                share_percent: number;
                                stages: {
                                    exported: number;
                                    out: number;
                                    staged: number;
                                };
                            };
                            /** @description UTC epoch milliseconds */
                            made_at: number;
                            /** @description What speaks against it, in words */
                            open: string[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departures/{who}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        done: boolean;
                        note: string;
                        /** @enum {string} */
                        step: "accounts-elsewhere";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            checklist: {
                                done: boolean | null;
                                step: "look-back" | "alerts" | "held-files" | "access" | "silence" | "accounts-elsewhere";
                                text: string;
                                told: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    note: string;
                                } | null;
                            }[];
                            closed: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                steps: string[];
                            } | null;
                            /** @description Waiting for a decision */
                            held_files: number;
                            legal_hold: boolean;
                            look_back: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                done_at: number | null;
                                events: number;
                                /** @description Found by looking back, all times together */
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                from: number;
                                state: "waiting" | "done";
                            } | null;
                            mark: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                reason: string;
                            } | null;
                            open_alerts: number;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            taken: {
                                customers: number;
                                out: number;
                                staged: number;
                            };
                            watch: {
                                /** @description UTC epoch milliseconds */
                                from: number;
                                until: number | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departures/{who}/win-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            owners: {
                                basis: "owner of the CRM" | "manager of who leaves" | "nobody named";
                                customers: {
                                    company: string | null;
                                    country: string | null;
                                    name: string;
                                    number: string;
                                }[];
                                owner: string | null;
                                total: number;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            devices: {
                                access: ("allow" | "read-only" | "deny") | null;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                id: string;
                                /** @description storage, phone, security-key, keyboard … */
                                kind: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                may: {
                                    allow: boolean;
                                    deny: boolean;
                                };
                                model: string;
                                name: string | null;
                                product_id: string | null;
                                /** @description strong: told from all others; weak: its serial number may be shared; none: any of its model */
                                quality: string;
                                quality_reason: string | null;
                                serial: string | null;
                                uses: {
                                    endpoint: string;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    /** @description Null: nobody at the desk */
                                    person: {
                                        days_to_last_day: number | null;
                                        departing: boolean;
                                        department: string | null;
                                        id: string | null;
                                        last_day: string | null;
                                        name: string | null;
                                        notice_date: string | null;
                                        pseudonym: string;
                                        revealed_until: number | null;
                                        title: string | null;
                                        working_hours: string | null;
                                        zone: string | null;
                                    } | null;
                                    present: boolean;
                                    times: number;
                                }[];
                                vendor_id: string | null;
                                vendor_name: string | null;
                            }[];
                            otherwise: "allow" | "read-only" | "deny";
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        access: ("allow" | "read-only" | "deny") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            devices: {
                                access: ("allow" | "read-only" | "deny") | null;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                id: string;
                                /** @description storage, phone, security-key, keyboard … */
                                kind: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                may: {
                                    allow: boolean;
                                    deny: boolean;
                                };
                                model: string;
                                name: string | null;
                                product_id: string | null;
                                /** @description strong: told from all others; weak: its serial number may be shared; none: any of its model */
                                quality: string;
                                quality_reason: string | null;
                                serial: string | null;
                                uses: {
                                    endpoint: string;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    /** @description Null: nobody at the desk */
                                    person: {
                                        days_to_last_day: number | null;
                                        departing: boolean;
                                        department: string | null;
                                        id: string | null;
                                        last_day: string | null;
                                        name: string | null;
                                        notice_date: string | null;
                                        pseudonym: string;
                                        revealed_until: number | null;
                                        title: string | null;
                                        working_hours: string | null;
                                        zone: string | null;
                                    } | null;
                                    present: boolean;
                                    times: number;
                                }[];
                                vendor_id: string | null;
                                vendor_name: string | null;
                            }[];
                            otherwise: "allow" | "read-only" | "deny";
                            total: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/name": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            devices: {
                                access: ("allow" | "read-only" | "deny") | null;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                id: string;
                                /** @description storage, phone, security-key, keyboard … */
                                kind: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                may: {
                                    allow: boolean;
                                    deny: boolean;
                                };
                                model: string;
                                name: string | null;
                                product_id: string | null;
                                /** @description strong: told from all others; weak: its serial number may be shared; none: any of its model */
                                quality: string;
                                quality_reason: string | null;
                                serial: string | null;
                                uses: {
                                    endpoint: string;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    /** @description Null: nobody at the desk */
                                    person: {
                                        days_to_last_day: number | null;
                                        departing: boolean;
                                        department: string | null;
                                        id: string | null;
                                        last_day: string | null;
                                        name: string | null;
                                        notice_date: string | null;
                                        pseudonym: string;
                                        revealed_until: number | null;
                                        title: string | null;
                                        working_hours: string | null;
                                        zone: string | null;
                                    } | null;
                                    present: boolean;
                                    times: number;
                                }[];
                                vendor_id: string | null;
                                vendor_name: string | null;
                            }[];
                            otherwise: "allow" | "read-only" | "deny";
                            total: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergencies: {
                                agreed_at: number | null;
                                agreed_by: string | null;
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                asked_by: string;
                                ended_at: number | null;
                                id: string;
                                reason: string;
                                role: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor") | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        minutes: number;
                        reason: string;
                        role: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor") | null;
                        user: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergencies: {
                                agreed_at: number | null;
                                agreed_by: string | null;
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                asked_by: string;
                                ended_at: number | null;
                                id: string;
                                reason: string;
                                role: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor") | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergencies/{id}/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergencies: {
                                agreed_at: number | null;
                                agreed_by: string | null;
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                asked_by: string;
                                ended_at: number | null;
                                id: string;
                                reason: string;
                                role: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor") | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergencies/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergencies: {
                                agreed_at: number | null;
                                agreed_by: string | null;
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                asked_by: string;
                                ended_at: number | null;
                                id: string;
                                reason: string;
                                role: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor") | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emergencies/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            token: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolment-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            token: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            commands: {
                                folder: string;
                                package: string;
                            };
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            token: string;
                            url: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query: {
                    activity?: string;
                    /** @description Only what stands before this offset */
                    before?: number;
                    /** @description OCSF class_uid */
                    class?: number;
                    /** @description At least so many in one */
                    customers?: number;
                    endpoint?: string;
                    /** @description UTC epoch milliseconds */
                    from: number;
                    group?: "person" | "endpoint" | "class" | "activity" | "place" | "label" | "name";
                    limit?: number;
                    /** @description Id or pseudonym */
                    person?: string;
                    place?: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                    /** @description Words, all of them in the name, path or place */
                    q?: string;
                    /** @description UTC epoch milliseconds */
                    to: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How long one bar is */
                            bar_ms: number;
                            bars: {
                                events: number;
                                /** @description UTC epoch milliseconds */
                                time: number;
                                with_customers: number;
                            }[];
                            /** @description Of these, events with customers in them */
                            customers_events: number;
                            /** @description The most frequent first */
                            groups: {
                                customers: number;
                                events: number;
                                key: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                            }[];
                            rows: {
                                activity: string;
                                class: number;
                                customers: number;
                                endpoint: string;
                                label: string | null;
                                name: string;
                                offset: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                place: ("removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm") | null;
                                /** @description UTC epoch milliseconds */
                                time: number;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{offset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    offset: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            event: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exclusions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        rule: string;
                        trait: {
                            kind: "device" | "place" | "program" | "endpoint";
                            value: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            decided_at: number | null;
                            decided_by: string | null;
                            id: string;
                            kept_out: number;
                            /** @description UTC epoch milliseconds */
                            proposed_at: number;
                            proposed_by: string;
                            reason: string;
                            rule: string;
                            state: "proposed" | "in force" | "refused" | "withdrawn";
                            trait: {
                                kind: "device" | "place" | "program" | "endpoint";
                                value: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exclusions/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        action: "accept" | "refuse" | "withdraw";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            decided_at: number | null;
                            decided_by: string | null;
                            id: string;
                            kept_out: number;
                            /** @description UTC epoch milliseconds */
                            proposed_at: number;
                            proposed_by: string;
                            reason: string;
                            rule: string;
                            state: "proposed" | "in force" | "refused" | "withdrawn";
                            trait: {
                                kind: "device" | "place" | "program" | "endpoint";
                                value: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            exports: {
                                /** @description Distinct customers of the base in it */
                                customers: number;
                                name: string;
                                number: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                } | null;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                registered_by: string;
                                rows: number;
                                sha256: string;
                                source: string;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: {
                    file?: string;
                    /** @description Pseudonym or id of whose it is */
                    person?: string;
                    source?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            export: {
                                /** @description Distinct customers of the base in it */
                                customers: number;
                                name: string;
                                number: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                } | null;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                registered_by: string;
                                rows: number;
                                sha256: string;
                                source: string;
                            };
                            is_new: boolean;
                            reason: string | null;
                            status: "complete" | "encrypted" | "truncated" | "unreadable" | "failed";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Distinct customers of the base in it */
                            customers: number;
                            name: string;
                            number: number;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            } | null;
                            /** @description UTC epoch milliseconds */
                            registered_at: number;
                            registered_by: string;
                            rows: number;
                            sha256: string;
                            source: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forward-auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateway/budgets/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    person: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            day: number;
                            /** @description 30 days */
                            month: number;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            /** @description 7 days */
                            week: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateway/freezes/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    person: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            freeze: {
                                by: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                reason: string;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    person: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 24 */
                        hours: number;
                        reason: string;
                        /** @description UTC epoch milliseconds, within 90 days; instead of `hours` */
                        until?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            by: string;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            reason: string;
                            /** @description UTC epoch milliseconds */
                            until: number;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateway/freezes/{person}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    person: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateway/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            holds: {
                                app: string;
                                bytes: number;
                                customers: number;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                file: string;
                                format: string;
                                /** @description UTC epoch milliseconds */
                                held_at: number;
                                id: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                } | null;
                                rows: number;
                                rule: string;
                                state: "held" | "released" | "dropped";
                                why: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            detection: string;
                            status: string;
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            files: {
                                /** @description The request that waits for a decision on it */
                                approval: string | null;
                                customers: number;
                                /** @description Customers taken within a day with those in it, where it is held for that */
                                day: number | null;
                                decided: "release" | "refuse" | null;
                                decided_by: string | null;
                                endpoint: string;
                                /** @description UTC epoch milliseconds */
                                held_at: number;
                                id: string;
                                path: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                place: string;
                                rows: number;
                                /** @description held, blocked, released, refused or failed */
                                state: string;
                                /** @description Why it was not searched to its end, where it is held for that too */
                                unread: ("encrypted" | "truncated" | "unreadable") | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-files/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        action: "release" | "refuse" | "code";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            code: string | null;
                            day: string | null;
                            file: {
                                /** @description The request that waits for a decision on it */
                                approval: string | null;
                                customers: number;
                                /** @description Customers taken within a day with those in it, where it is held for that */
                                day: number | null;
                                decided: "release" | "refuse" | null;
                                decided_by: string | null;
                                endpoint: string;
                                /** @description UTC epoch milliseconds */
                                held_at: number;
                                id: string;
                                path: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                place: string;
                                rows: number;
                                /** @description held, blocked, released, refused or failed */
                                state: string;
                                /** @description Why it was not searched to its end, where it is held for that too */
                                unread: ("encrypted" | "truncated" | "unreadable") | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            holds: {
                                by: string;
                                person: string;
                                pseudonym: string;
                                reason: string;
                                /** @description UTC epoch milliseconds */
                                since: number;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            metadata: number | null;
                            policy: {
                                /** @description Nobody signs in without a key; the console's link ends */
                                enforced: boolean;
                                /** @description Who must have a key by when: a role, or one user */
                                key_by?: {
                                    /**
                                     * Format: date
                                     * @description The last day without
                                     */
                                    date: string;
                                    role?: "officer" | "admin" | "manager" | "privacy_officer" | "auditor";
                                    user?: string;
                                }[];
                                /** @description Kinds of keys that are allowed; empty allows every kind that says which it is */
                                models: {
                                    aaguid: string;
                                    name: string;
                                }[];
                                /** @description A session is suspended while the key is away from the endpoint */
                                presence: boolean;
                                reveal_minutes: number;
                                /** @description A name is shown only after a privacy officer agreed */
                                reveal_second_person: boolean;
                                /** @description Allow credentials that can be copied to other devices */
                                synced: boolean;
                                /** @description Only keys whose attestation leads to a maker in the FIDO metadata file */
                                traced: boolean;
                                /** @description Allow keys that do not say which kind they are */
                                unnamed: boolean;
                            };
                            site: {
                                origins: string[];
                                rp_id: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            departments: {
                                department: string | null;
                                /** @description In the directory */
                                people: number;
                                users: number;
                                with_key: number;
                            }[];
                            dry_run: {
                                /** @description They came from, at most 20 */
                                addresses: string[];
                                blocked: string | null;
                                /** @description Seen log-ins to the CRM */
                                crm_logins: number;
                                crm_without_key: number;
                                last_without_key: number | null;
                                /** @description Users who could not sign in at all */
                                locked_out: string[];
                                logins: number;
                                /** @description UTC epoch milliseconds */
                                since: number;
                                /** @description Log-ins that would have been refused */
                                without_key: number;
                            };
                            /** @description Users that are not switched off */
                            users: number;
                            with_key: number;
                            with_two: number;
                            without: {
                                due: string | null;
                                overdue: boolean;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                                user: string;
                                why: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Nobody signs in without a key; the console's link ends */
                        enforced: boolean;
                        /** @description Who must have a key by when: a role, or one user */
                        key_by?: {
                            /**
                             * Format: date
                             * @description The last day without
                             */
                            date: string;
                            role?: "officer" | "admin" | "manager" | "privacy_officer" | "auditor";
                            user?: string;
                        }[];
                        /** @description Kinds of keys that are allowed; empty allows every kind that says which it is */
                        models: {
                            aaguid: string;
                            name: string;
                        }[];
                        /** @description A session is suspended while the key is away from the endpoint */
                        presence: boolean;
                        reveal_minutes: number;
                        /** @description A name is shown only after a privacy officer agreed */
                        reveal_second_person: boolean;
                        /** @description Allow credentials that can be copied to other devices */
                        synced: boolean;
                        /** @description Only keys whose attestation leads to a maker in the FIDO metadata file */
                        traced: boolean;
                        /** @description Allow keys that do not say which kind they are */
                        unnamed: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            metadata: number | null;
                            policy: {
                                /** @description Nobody signs in without a key; the console's link ends */
                                enforced: boolean;
                                /** @description Who must have a key by when: a role, or one user */
                                key_by?: {
                                    /**
                                     * Format: date
                                     * @description The last day without
                                     */
                                    date: string;
                                    role?: "officer" | "admin" | "manager" | "privacy_officer" | "auditor";
                                    user?: string;
                                }[];
                                /** @description Kinds of keys that are allowed; empty allows every kind that says which it is */
                                models: {
                                    aaguid: string;
                                    name: string;
                                }[];
                                /** @description A session is suspended while the key is away from the endpoint */
                                presence: boolean;
                                reveal_minutes: number;
                                /** @description A name is shown only after a privacy officer agreed */
                                reveal_second_person: boolean;
                                /** @description Allow credentials that can be copied to other devices */
                                synced: boolean;
                                /** @description Only keys whose attestation leads to a maker in the FIDO metadata file */
                                traced: boolean;
                                /** @description Allow keys that do not say which kind they are */
                                unnamed: boolean;
                            };
                            site: {
                                origins: string[];
                                rp_id: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/ceremony": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            name: string;
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                        label: string;
                        response: {
                            authenticatorAttachment?: "platform" | "cross-platform";
                            clientExtensionResults: Record<string, unknown>;
                            id: string;
                            rawId: string;
                            response: {
                                attestationObject: string;
                                clientDataJSON: string;
                                transports?: string[];
                            };
                            /** @enum {string} */
                            type: "public-key";
                        };
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergency: string | null;
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            /** @description Own keys that can be used */
                            keys: number;
                            method: "console" | "link" | "key";
                            mode: "real" | "demo";
                            permissions: string[];
                            user: {
                                id: string;
                                name: string;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                            };
                            version: string;
                            /** @description What is weaker than it should be, in words */
                            weak: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/islands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            islands: {
                                customers: number;
                                /** @description Host name */
                                endpoint: string;
                                modified_at: number | null;
                                /** @description Null where nobody is bound to the account that owns the file */
                                owner: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                } | null;
                                /** @description Home folders appear as ~ */
                                path: string;
                                /** @description UTC epoch milliseconds */
                                seen_at: number;
                                size_bytes: number;
                            }[];
                            searches: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                done: number;
                                /** @description Host name */
                                endpoint: string;
                                files: number;
                                /** @description running, paused or done */
                                state: string;
                            }[];
                            /** @description Files in all; the list holds those with the most customers */
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/key-sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/key-sign-ins/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                        response: {
                            authenticatorAttachment?: "platform" | "cross-platform";
                            clientExtensionResults: Record<string, unknown>;
                            id: string;
                            rawId: string;
                            response: {
                                authenticatorData: string;
                                clientDataJSON: string;
                                signature: string;
                                userHandle?: string;
                            };
                            /** @enum {string} */
                            type: "public-key";
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergency: string | null;
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            /** @description Own keys that can be used */
                            keys: number;
                            method: "console" | "link" | "key";
                            mode: "real" | "demo";
                            permissions: string[];
                            user: {
                                id: string;
                                name: string;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                            };
                            version: string;
                            /** @description What is weaker than it should be, in words */
                            weak: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                aaguid: string;
                                id: string;
                                label: string;
                                model: string;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                revoked_at: number | null;
                                revoked_reason: string | null;
                                synced: boolean;
                                trust: "traced" | "claimed" | "none";
                                used_at: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                        label: string;
                        response: {
                            authenticatorAttachment?: "platform" | "cross-platform";
                            clientExtensionResults: Record<string, unknown>;
                            id: string;
                            rawId: string;
                            response: {
                                attestationObject: string;
                                clientDataJSON: string;
                                transports?: string[];
                            };
                            /** @enum {string} */
                            type: "public-key";
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                aaguid: string;
                                id: string;
                                label: string;
                                model: string;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                revoked_at: number | null;
                                revoked_reason: string | null;
                                synced: boolean;
                                trust: "traced" | "claimed" | "none";
                                used_at: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: {
                                aaguid: string;
                                id: string;
                                label: string;
                                model: string;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                revoked_at: number | null;
                                revoked_reason: string | null;
                                synced: boolean;
                                trust: "traced" | "claimed" | "none";
                                used_at: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/ceremony": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            channels: {
                                failure: string | null;
                                name: string;
                                /** @description Alerts with news that was not told yet */
                                pending: number;
                                sent_at: number | null;
                                type: string;
                            }[];
                            undelivered: {
                                alerts: string[];
                                /** @description UTC epoch milliseconds */
                                at: number;
                                channel: string;
                                reason: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notify/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sent: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            issuer: string | null;
                            name: string | null;
                            refused: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            people: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people-feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            feeds: {
                                failure: string | null;
                                faults: {
                                    column: string | null;
                                    line: number;
                                }[];
                                last: {
                                    added: number;
                                    /** @description How old what it says is, UTC epoch milliseconds */
                                    as_of: number;
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    changed: number;
                                    refused: number;
                                    rows: number;
                                } | null;
                                name: string;
                                place: string;
                                stale: boolean;
                                stale_hours: number;
                                type: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people-feeds/{name}/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            failure: string | null;
                            faults: {
                                column: string | null;
                                line: number;
                            }[];
                            last: {
                                added: number;
                                /** @description How old what it says is, UTC epoch milliseconds */
                                as_of: number;
                                /** @description UTC epoch milliseconds */
                                at: number;
                                changed: number;
                                refused: number;
                                rows: number;
                            } | null;
                            name: string;
                            place: string;
                            stale: boolean;
                            stale_hours: number;
                            type: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        alias: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            days_to_last_day: number | null;
                            departing: boolean;
                            department: string | null;
                            id: string | null;
                            last_day: string | null;
                            name: string | null;
                            notice_date: string | null;
                            pseudonym: string;
                            revealed_until: number | null;
                            title: string | null;
                            working_hours: string | null;
                            zone: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        held: boolean;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            held: boolean;
                            reason: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            days_to_last_day: number | null;
                            departing: boolean;
                            department: string | null;
                            id: string | null;
                            last_day: string | null;
                            name: string | null;
                            notice_date: string | null;
                            pseudonym: string;
                            revealed_until: number | null;
                            title: string | null;
                            working_hours: string | null;
                            zone: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: number;
                            /** @description Whose bodies were dropped; the chain keeps their hashes */
                            decisions: number;
                            events: number;
                            findings: number;
                            /** @description Journal offsets of decisions on something else whose words name the person; they stay */
                            naming: number[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/departure-mark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        marked: boolean;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            checklist: {
                                done: boolean | null;
                                step: "look-back" | "alerts" | "held-files" | "access" | "silence" | "accounts-elsewhere";
                                text: string;
                                told: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    by: string;
                                    note: string;
                                } | null;
                            }[];
                            closed: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                steps: string[];
                            } | null;
                            /** @description Waiting for a decision */
                            held_files: number;
                            legal_hold: boolean;
                            look_back: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                done_at: number | null;
                                events: number;
                                /** @description Found by looking back, all times together */
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                from: number;
                                state: "waiting" | "done";
                            } | null;
                            mark: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                reason: string;
                            } | null;
                            open_alerts: number;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            taken: {
                                customers: number;
                                out: number;
                                staged: number;
                            };
                            watch: {
                                /** @description UTC epoch milliseconds */
                                from: number;
                                until: number | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/exposure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Customers in the base */
                            base: number;
                            channels: {
                                channel: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                /** @description Distinct customers */
                                customers: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                stage: "exported" | "staged" | "out";
                            }[];
                            customers: number;
                            /** @description Exports that the customers come from, the one that explains most first */
                            exports: {
                                number: number;
                                of: number;
                                rows: number;
                            }[];
                            /** @description Of these, colleagues' customers */
                            others: number;
                            /** @description Of these, customers that the CRM says are theirs */
                            own: number;
                            /** @description Share of their own customers, 0 to 100 */
                            own_share_percent: number;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            share_percent: number;
                            stages: {
                                exported: number;
                                out: number;
                                staged: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/exposure/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    channel?: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                    limit?: number;
                };
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            customers: {
                                company: string | null;
                                country: string | null;
                                name: string;
                                number: string;
                            }[];
                            total: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    days?: number;
                    /** @description Minutes ahead of UTC */
                    zone?: number;
                };
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            baseline: {
                                own_high: number;
                                own_low: number;
                                peers: number | null;
                                peers_count: number;
                            };
                            days: {
                                clipboard: number;
                                /** @description Customers touched, the same in two events twice */
                                customers: number;
                                devices: number;
                                exports: number;
                                files: number;
                                /** @description Security keys plugged in or pulled out */
                                keys: number;
                                other: number;
                                sign_ins: number;
                                /** @description Start of the day in the viewer's zone, UTC epoch ms */
                                time: number;
                                /** @description Pages of the CRM with customers on them */
                                views: number;
                            }[];
                            devices: {
                                /** @description The most in one event */
                                customers: number;
                                events: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description A security key */
                                is_key: boolean;
                                is_present: boolean | null;
                                kind: string;
                                label: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                            }[];
                            endpoints: {
                                events: number;
                                hostname: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                            }[];
                            /** @description UTC epoch milliseconds */
                            from: number;
                            gaps: {
                                endpoint: string;
                                /** @description UTC epoch milliseconds */
                                from: number;
                                kind: "silent" | "lost";
                                /** @description UTC epoch milliseconds */
                                to: number;
                            }[];
                            /** @description Distinct customers so far, by stage */
                            growth: {
                                channels: {
                                    channel: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    customers: number;
                                }[];
                                exported: number;
                                out: number;
                                staged: number;
                                /** @description UTC epoch milliseconds */
                                time: number;
                            }[];
                            keys: {
                                label: string;
                                model: string;
                                /** @description UTC epoch milliseconds */
                                registered_at: number;
                                used_at: number | null;
                            }[] | null;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            /** @description The most in common first */
                            sharers: {
                                devices: number;
                                files: number;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                            }[];
                            /** @description UTC epoch milliseconds */
                            to: number;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/securing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            securing: {
                                by: string;
                                id: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                reason: string;
                                /** @description UTC epoch milliseconds */
                                since: number;
                                snapshot: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    base: number;
                                    channels: {
                                        channel: string;
                                        customers: number;
                                        /** @description UTC epoch milliseconds */
                                        last_at: number;
                                        stage: string;
                                    }[];
                                    customers: number;
                                    exports: {
                                        /** @description UTC epoch milliseconds */
                                        at: number;
                                        customers: number;
                                        name: string;
                                        number: number;
                                        rows: number;
                                    }[];
                                    held: number;
                                    others: number;
                                    out: number;
                                    own: number;
                                    sha256: string;
                                    share_percent: number;
                                    staged: number;
                                };
                                state: "secured" | "over" | "undone";
                                undone_by: string | null;
                                undone_reason: string | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            } | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        hours: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            by: string;
                            id: string;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            reason: string;
                            /** @description UTC epoch milliseconds */
                            since: number;
                            snapshot: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                base: number;
                                channels: {
                                    channel: string;
                                    customers: number;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    stage: string;
                                }[];
                                customers: number;
                                exports: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    customers: number;
                                    name: string;
                                    number: number;
                                    rows: number;
                                }[];
                                held: number;
                                others: number;
                                out: number;
                                own: number;
                                sha256: string;
                                share_percent: number;
                                staged: number;
                            };
                            state: "secured" | "over" | "undone";
                            undone_by: string | null;
                            undone_reason: string | null;
                            /** @description UTC epoch milliseconds */
                            until: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{who}/subject-access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    who: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: {
                                account: string;
                                endpoint: string;
                            }[];
                            alerts: {
                                addends: {
                                    /** @description What is left of them; half after 14 days */
                                    points: number;
                                    rule: string;
                                    title: string;
                                }[];
                                assignee: string | null;
                                /** @description Customers in the base */
                                base: number;
                                /** @description Distinct customers over all evidence, confirmed */
                                customers: number;
                                files: number;
                                findings: number;
                                /** @description UTC epoch milliseconds */
                                first_at: number;
                                /** @description The worst fact in words */
                                headline: string;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                places: {
                                    kind: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    label: string;
                                }[];
                                /** @description Sum of what is left of the points of the rules that fired, each rule once */
                                risk: number;
                                severity: "informational" | "low" | "medium" | "high" | "critical";
                                snoozed_until: number | null;
                                status: "watched" | ("new" | "in_progress" | "closed");
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                            }[];
                            cases: {
                                /** @description UTC epoch milliseconds */
                                changed_at: number;
                                id: string;
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                pins: {
                                    customers: number | null;
                                    /** @description UTC epoch milliseconds */
                                    from: number;
                                    person: string | null;
                                    pseudonym: string;
                                    ref: {
                                        alert: string;
                                        /** @enum {string} */
                                        kind: "alert";
                                    } | {
                                        /** @enum {string} */
                                        kind: "event";
                                        offset: number;
                                    } | {
                                        /** @description UTC epoch milliseconds */
                                        from: number;
                                        /** @enum {string} */
                                        kind: "time";
                                        person: string;
                                        /** @description UTC epoch milliseconds */
                                        to: number;
                                    };
                                    rows: {
                                        activity: string;
                                        customers: number;
                                        endpoint: string;
                                        name: string;
                                        path: string | null;
                                        place: string | null;
                                        sha256: string | null;
                                        /** @description UTC epoch milliseconds */
                                        time: number;
                                    }[];
                                    rows_total: number;
                                    rules: {
                                        level: string;
                                        reason: string;
                                        title: string;
                                        /** @description The same in plain English */
                                        why?: string[];
                                    }[];
                                    title: string;
                                    /** @description UTC epoch milliseconds */
                                    to: number;
                                }[];
                                status: "in_progress" | "closed";
                                verdict: ("true_positive" | "false_positive" | "benign" | "suspicious" | "duplicate") | null;
                                /** @description What is left out, and why */
                                withheld: string;
                            }[];
                            decisions: unknown[];
                            events: unknown[];
                            /** @description More that the export has no room for */
                            events_cut: number;
                            exposure: {
                                /** @description Customers in the base */
                                base: number;
                                channels: {
                                    channel: "removable" | "network" | "cloud-sync" | "folder" | "phone" | "printer" | "clipboard" | "crm";
                                    /** @description Distinct customers */
                                    customers: number;
                                    /** @description UTC epoch milliseconds */
                                    first_at: number;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    stage: "exported" | "staged" | "out";
                                }[];
                                customers: number;
                                stages: {
                                    exported: number;
                                    out: number;
                                    staged: number;
                                };
                            };
                            findings: unknown[];
                            kept: {
                                days: number | null;
                                kind: "directory" | "events" | "alerts" | "records" | "backups";
                                what: string;
                                why: string;
                            }[];
                            /** @description UTC epoch milliseconds */
                            made_at: number;
                            person: {
                                aliases: string[];
                                department: string | null;
                                email: string;
                                id: string;
                                last_day: string | null;
                                manager: string | null;
                                marked_date: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        email: string;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            days_to_last_day: number | null;
                            departing: boolean;
                            department: string | null;
                            id: string | null;
                            last_day: string | null;
                            name: string | null;
                            notice_date: string | null;
                            pseudonym: string;
                            revealed_until: number | null;
                            title: string | null;
                            working_hours: string | null;
                            zone: string | null;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
                    /** @description Lines of `header=meaning`: what customer columns mean, remembered for these headers */
                    columns?: string;
                    file?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            added: number;
                            changed: number;
                            columns: {
                                header: string;
                                meaning: string;
                            }[];
                            faults: {
                                column?: string;
                                line: number;
                                message: string;
                            }[];
                            file: string;
                            /** @description In earlier files of the same columns, no longer in this one */
                            gone?: number;
                            refused: number;
                            rows: number;
                            /** @description Entries in the base or directory afterwards */
                            total: number;
                            unchanged: number;
                            warnings: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Look for customers in what is copied; on where nothing is said */
                        clipboard?: boolean;
                        /** @description Host names of the CRM: files that were downloaded from there are known */
                        crm_hosts?: string[];
                        dongles?: {
                            label: string;
                            /** @description Four hexadecimal digits */
                            product_id: string;
                            /** @description Without one, every such device */
                            serial?: string;
                            /** @description Four hexadecimal digits */
                            vendor_id: string;
                        }[];
                        holds?: {
                            /** @description Whom or where to ask */
                            ask: string;
                            /** @description Files with more are meant */
                            customers_max: number;
                            /** @description Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds */
                            day_max?: number;
                            kinds: ("removable" | "network" | "cloud-sync")[];
                            language?: "en" | "id" | "ru";
                            /** @description observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back */
                            mode: "observe" | "warn" | "hold" | "block";
                            /** @description Files that were not searched to their end are meant too, by why they were not */
                            unread?: ("encrypted" | "truncated" | "unreadable")[];
                        };
                        /** @description Also watch the home folders of all people; off where not said */
                        home_folders?: boolean;
                        /** @description List files at rest that hold customers; off where nothing is said */
                        inventory?: "on" | "paused" | "off";
                        /** @description Also watch other machines' disks; off where not said */
                        network_mounts?: boolean;
                        places: {
                            kind: "removable" | "network" | "cloud-sync" | "folder";
                            label: string;
                            /** @description Absolute path on the endpoint */
                            path: string;
                        }[];
                        /** @description Look for customers in print jobs; on where nothing is said */
                        print?: boolean;
                        reading?: {
                            /** @description Whom or where to ask */
                            ask: string;
                            /** @description Files with more are meant */
                            customers_max: number;
                            /** @description observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it */
                            mode: "observe" | "block";
                            programs: string[];
                        };
                        /** @description Also watch every removable drive when it is mounted */
                        removable_drives: boolean;
                        volumes?: {
                            ask: string;
                            otherwise: "allow" | "read-only" | "deny";
                            rules: {
                                access: "allow" | "read-only" | "deny";
                                account?: string;
                                /** @description Four hexadecimal digits */
                                product_id?: string;
                                serial?: string;
                                /** @description A permit: UTC epoch milliseconds up to which this rule holds */
                                until?: number;
                                /** @description Four hexadecimal digits */
                                vendor_id?: string;
                            }[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changes: string[];
                            days: number;
                            /** @description Sticks that could be used otherwise than now, by whom they were used */
                            devices: {
                                after: "allow" | "read-only" | "deny";
                                before: "allow" | "read-only" | "deny";
                                id: string;
                                label: string;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                            }[];
                            endpoints: {
                                all: number;
                                online: number;
                            };
                            /** @description Copies that the policy in force and this one would have kept or warned of */
                            held: {
                                after: number;
                                before: number;
                                people: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                }[];
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            versions: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                                version: number;
                                watch: {
                                    /** @description Look for customers in what is copied; on where nothing is said */
                                    clipboard?: boolean;
                                    /** @description Host names of the CRM: files that were downloaded from there are known */
                                    crm_hosts?: string[];
                                    dongles?: {
                                        label: string;
                                        /** @description Four hexadecimal digits */
                                        product_id: string;
                                        /** @description Without one, every such device */
                                        serial?: string;
                                        /** @description Four hexadecimal digits */
                                        vendor_id: string;
                                    }[];
                                    holds?: {
                                        /** @description Whom or where to ask */
                                        ask: string;
                                        /** @description Files with more are meant */
                                        customers_max: number;
                                        /** @description Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds */
                                        day_max?: number;
                                        kinds: ("removable" | "network" | "cloud-sync")[];
                                        language?: "en" | "id" | "ru";
                                        /** @description observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back */
                                        mode: "observe" | "warn" | "hold" | "block";
                                        /** @description Files that were not searched to their end are meant too, by why they were not */
                                        unread?: ("encrypted" | "truncated" | "unreadable")[];
                                    };
                                    /** @description Also watch the home folders of all people; off where not said */
                                    home_folders?: boolean;
                                    /** @description List files at rest that hold customers; off where nothing is said */
                                    inventory?: "on" | "paused" | "off";
                                    /** @description Also watch other machines' disks; off where not said */
                                    network_mounts?: boolean;
                                    places: {
                                        kind: "removable" | "network" | "cloud-sync" | "folder";
                                        label: string;
                                        /** @description Absolute path on the endpoint */
                                        path: string;
                                    }[];
                                    /** @description Look for customers in print jobs; on where nothing is said */
                                    print?: boolean;
                                    reading?: {
                                        /** @description Whom or where to ask */
                                        ask: string;
                                        /** @description Files with more are meant */
                                        customers_max: number;
                                        /** @description observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it */
                                        mode: "observe" | "block";
                                        programs: string[];
                                    };
                                    /** @description Also watch every removable drive when it is mounted */
                                    removable_drives: boolean;
                                    volumes?: {
                                        ask: string;
                                        otherwise: "allow" | "read-only" | "deny";
                                        rules: {
                                            access: "allow" | "read-only" | "deny";
                                            account?: string;
                                            /** @description Four hexadecimal digits */
                                            product_id?: string;
                                            serial?: string;
                                            /** @description A permit: UTC epoch milliseconds up to which this rule holds */
                                            until?: number;
                                            /** @description Four hexadecimal digits */
                                            vendor_id?: string;
                                        }[];
                                    };
                                };
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policy/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Look for customers in what is copied; on where nothing is said */
                        clipboard?: boolean;
                        /** @description Host names of the CRM: files that were downloaded from there are known */
                        crm_hosts?: string[];
                        dongles?: {
                            label: string;
                            /** @description Four hexadecimal digits */
                            product_id: string;
                            /** @description Without one, every such device */
                            serial?: string;
                            /** @description Four hexadecimal digits */
                            vendor_id: string;
                        }[];
                        holds?: {
                            /** @description Whom or where to ask */
                            ask: string;
                            /** @description Files with more are meant */
                            customers_max: number;
                            /** @description Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds */
                            day_max?: number;
                            kinds: ("removable" | "network" | "cloud-sync")[];
                            language?: "en" | "id" | "ru";
                            /** @description observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back */
                            mode: "observe" | "warn" | "hold" | "block";
                            /** @description Files that were not searched to their end are meant too, by why they were not */
                            unread?: ("encrypted" | "truncated" | "unreadable")[];
                        };
                        /** @description Also watch the home folders of all people; off where not said */
                        home_folders?: boolean;
                        /** @description List files at rest that hold customers; off where nothing is said */
                        inventory?: "on" | "paused" | "off";
                        /** @description Also watch other machines' disks; off where not said */
                        network_mounts?: boolean;
                        places: {
                            kind: "removable" | "network" | "cloud-sync" | "folder";
                            label: string;
                            /** @description Absolute path on the endpoint */
                            path: string;
                        }[];
                        /** @description Look for customers in print jobs; on where nothing is said */
                        print?: boolean;
                        reading?: {
                            /** @description Whom or where to ask */
                            ask: string;
                            /** @description Files with more are meant */
                            customers_max: number;
                            /** @description observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it */
                            mode: "observe" | "block";
                            programs: string[];
                        };
                        /** @description Also watch every removable drive when it is mounted */
                        removable_drives: boolean;
                        volumes?: {
                            ask: string;
                            otherwise: "allow" | "read-only" | "deny";
                            rules: {
                                access: "allow" | "read-only" | "deny";
                                account?: string;
                                /** @description Four hexadecimal digits */
                                product_id?: string;
                                serial?: string;
                                /** @description A permit: UTC epoch milliseconds up to which this rule holds */
                                until?: number;
                                /** @description Four hexadecimal digits */
                                vendor_id?: string;
                            }[];
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Look for customers in what is copied; on where nothing is said */
                            clipboard?: boolean;
                            /** @description Host names of the CRM: files that were downloaded from there are known */
                            crm_hosts?: string[];
                            dongles?: {
                                label: string;
                                /** @description Four hexadecimal digits */
                                product_id: string;
                                /** @description Without one, every such device */
                                serial?: string;
                                /** @description Four hexadecimal digits */
                                vendor_id: string;
                            }[];
                            holds?: {
                                /** @description Whom or where to ask */
                                ask: string;
                                /** @description Files with more are meant */
                                customers_max: number;
                                /** @description Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds */
                                day_max?: number;
                                kinds: ("removable" | "network" | "cloud-sync")[];
                                language?: "en" | "id" | "ru";
                                /** @description observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back */
                                mode: "observe" | "warn" | "hold" | "block";
                                /** @description Files that were not searched to their end are meant too, by why they were not */
                                unread?: ("encrypted" | "truncated" | "unreadable")[];
                            };
                            /** @description Also watch the home folders of all people; off where not said */
                            home_folders?: boolean;
                            /** @description List files at rest that hold customers; off where nothing is said */
                            inventory?: "on" | "paused" | "off";
                            /** @description Also watch other machines' disks; off where not said */
                            network_mounts?: boolean;
                            places: {
                                kind: "removable" | "network" | "cloud-sync" | "folder";
                                label: string;
                                /** @description Absolute path on the endpoint */
                                path: string;
                            }[];
                            /** @description Look for customers in print jobs; on where nothing is said */
                            print?: boolean;
                            reading?: {
                                /** @description Whom or where to ask */
                                ask: string;
                                /** @description Files with more are meant */
                                customers_max: number;
                                /** @description observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it */
                                mode: "observe" | "block";
                                programs: string[];
                            };
                            /** @description Also watch every removable drive when it is mounted */
                            removable_drives: boolean;
                            volumes?: {
                                ask: string;
                                otherwise: "allow" | "read-only" | "deny";
                                rules: {
                                    access: "allow" | "read-only" | "deny";
                                    account?: string;
                                    /** @description Four hexadecimal digits */
                                    product_id?: string;
                                    serial?: string;
                                    /** @description A permit: UTC epoch milliseconds up to which this rule holds */
                                    until?: number;
                                    /** @description Four hexadecimal digits */
                                    vendor_id?: string;
                                }[];
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            producers: {
                                added_at: number;
                                added_by: string;
                                /** @description Small letters, digits and hyphens */
                                name: string;
                                revoked_at: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Small letters, digits and hyphens */
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Small letters, digits and hyphens */
                            name: string;
                            token: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers/{name}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Small letters, digits and hyphens */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/producers/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description NDJSON: one OCSF event a line, or one {"seq": from 1, "event": OCSF event} a line, which may be sent again */
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: number;
                            acknowledged: number;
                            duplicates: number;
                            policy_version: number;
                            rejected: {
                                index: number;
                                reason: string;
                                seq?: number;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts: number;
                            events: number;
                            findings: number;
                            /** @description Old events kept for a hold or as evidence */
                            kept: number;
                            /** @description Decisions whose bodies were dropped */
                            records: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reveals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reveals: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                decided_by: string | null;
                                id: string;
                                pseudonym: string;
                                reason: string;
                                refused: string | null;
                                state: "waiting" | "shown" | "over" | "refused";
                                until: number | null;
                                viewer: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reveals/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        agreed: boolean;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            reveals: {
                                /** @description UTC epoch milliseconds */
                                asked_at: number;
                                decided_by: string | null;
                                id: string;
                                pseudonym: string;
                                reason: string;
                                refused: string | null;
                                state: "waiting" | "shown" | "over" | "refused";
                                until: number | null;
                                viewer: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            faults: {
                                column: number;
                                line: number;
                                message: string;
                            }[];
                            tests: {
                                actual: number;
                                expected: number;
                                line: number;
                                name: string;
                                pass: boolean;
                                rule: string;
                            }[];
                            warnings: {
                                column: number;
                                line: number;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 90 */
                        days: number;
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alerts_per_week: number;
                            /** @description UTC epoch milliseconds */
                            at: number;
                            days: number;
                            events: number;
                            findings: number;
                            /** @description Of these, findings that the journal has already */
                            known: number;
                            people: {
                                findings: number;
                                subject: string;
                            }[];
                            weeks: {
                                /** @description People with a finding: open ones are one alert */
                                alerts: number;
                                findings: number;
                                /** @description Monday, ISO 8601 date */
                                from: string;
                                known: number;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            fields: string[];
                            rules: {
                                confirmed: number;
                                dismissed: number;
                                findings: number;
                                id: string;
                                level: string;
                                mode: "on" | "shadow" | "off";
                                name: string;
                                open: number;
                                origin: "catalog" | "folder" | "own";
                                points: number;
                                /** @description Findings while in shadow, of the same days */
                                shadowed: number;
                                status: string;
                                title: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            rule: {
                                confirmed: number;
                                dismissed: number;
                                findings: number;
                                id: string;
                                level: string;
                                mode: "on" | "shadow" | "off";
                                name: string;
                                open: number;
                                origin: "catalog" | "folder" | "own";
                                points: number;
                                /** @description Findings while in shadow, of the same days */
                                shadowed: number;
                                status: string;
                                title: string;
                            };
                            text: string;
                            trial: {
                                alerts_per_week: number;
                                /** @description UTC epoch milliseconds */
                                at: number;
                                days: number;
                                events: number;
                                findings: number;
                                /** @description Of these, findings that the journal has already */
                                known: number;
                                people: {
                                    findings: number;
                                    subject: string;
                                }[];
                                weeks: {
                                    /** @description People with a finding: open ones are one alert */
                                    alerts: number;
                                    findings: number;
                                    /** @description Monday, ISO 8601 date */
                                    from: string;
                                    known: number;
                                }[];
                            } | null;
                            written: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                by: string;
                            } | null;
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            mode: "on" | "shadow" | "off";
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/mode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        mode: "on" | "shadow" | "off";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            mode: "on" | "shadow" | "off";
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            removed: boolean;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/securings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            securings: {
                                by: string;
                                id: string;
                                person: {
                                    days_to_last_day: number | null;
                                    departing: boolean;
                                    department: string | null;
                                    id: string | null;
                                    last_day: string | null;
                                    name: string | null;
                                    notice_date: string | null;
                                    pseudonym: string;
                                    revealed_until: number | null;
                                    title: string | null;
                                    working_hours: string | null;
                                    zone: string | null;
                                };
                                reason: string;
                                /** @description UTC epoch milliseconds */
                                since: number;
                                snapshot: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    base: number;
                                    channels: {
                                        channel: string;
                                        customers: number;
                                        /** @description UTC epoch milliseconds */
                                        last_at: number;
                                        stage: string;
                                    }[];
                                    customers: number;
                                    exports: {
                                        /** @description UTC epoch milliseconds */
                                        at: number;
                                        customers: number;
                                        name: string;
                                        number: number;
                                        rows: number;
                                    }[];
                                    held: number;
                                    others: number;
                                    out: number;
                                    own: number;
                                    sha256: string;
                                    share_percent: number;
                                    staged: number;
                                };
                                state: "secured" | "over" | "undone";
                                undone_by: string | null;
                                undone_reason: string | null;
                                /** @description UTC epoch milliseconds */
                                until: number;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/securings/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/securings/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            by: string;
                            id: string;
                            person: {
                                days_to_last_day: number | null;
                                departing: boolean;
                                department: string | null;
                                id: string | null;
                                last_day: string | null;
                                name: string | null;
                                notice_date: string | null;
                                pseudonym: string;
                                revealed_until: number | null;
                                title: string | null;
                                working_hours: string | null;
                                zone: string | null;
                            };
                            reason: string;
                            /** @description UTC epoch milliseconds */
                            since: number;
                            snapshot: {
                                /** @description UTC epoch milliseconds */
                                at: number;
                                base: number;
                                channels: {
                                    channel: string;
                                    customers: number;
                                    /** @description UTC epoch milliseconds */
                                    last_at: number;
                                    stage: string;
                                }[];
                                customers: number;
                                exports: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    customers: number;
                                    name: string;
                                    number: number;
                                    rows: number;
                                }[];
                                held: number;
                                others: number;
                                out: number;
                                own: number;
                                sha256: string;
                                share_percent: number;
                                staged: number;
                            };
                            state: "secured" | "over" | "undone";
                            undone_by: string | null;
                            undone_reason: string | null;
                            /** @description UTC epoch milliseconds */
                            until: number;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergency: string | null;
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            /** @description Own keys that can be used */
                            keys: number;
                            method: "console" | "link" | "key";
                            mode: "real" | "demo";
                            permissions: string[];
                            user: {
                                id: string;
                                name: string;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                            };
                            version: string;
                            /** @description What is weaker than it should be, in words */
                            weak: string[];
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergency: string | null;
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            /** @description Own keys that can be used */
                            keys: number;
                            method: "console" | "link" | "key";
                            mode: "real" | "demo";
                            permissions: string[];
                            user: {
                                id: string;
                                name: string;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                            };
                            version: string;
                            /** @description What is weaker than it should be, in words */
                            weak: string[];
                        };
                    };
                };
            };
        };
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/resumptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            options: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/resumptions/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        id: string;
                        response: {
                            authenticatorAttachment?: "platform" | "cross-platform";
                            clientExtensionResults: Record<string, unknown>;
                            id: string;
                            rawId: string;
                            response: {
                                authenticatorData: string;
                                clientDataJSON: string;
                                signature: string;
                                userHandle?: string;
                            };
                            /** @enum {string} */
                            type: "public-key";
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            emergency: string | null;
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            /** @description Own keys that can be used */
                            keys: number;
                            method: "console" | "link" | "key";
                            mode: "real" | "demo";
                            permissions: string[];
                            user: {
                                id: string;
                                name: string;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                            };
                            version: string;
                            /** @description What is weaker than it should be, in words */
                            weak: string[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                address: string;
                                browser: string;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                id: string;
                                key: string | null;
                                method: string;
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                /** @description The one that asks */
                                own: boolean;
                                /** @description UTC epoch milliseconds */
                                seen_at: number;
                                suspended_at: number | null;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                address: string;
                                browser: string;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                id: string;
                                key: string | null;
                                method: string;
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                /** @description The one that asks */
                                own: boolean;
                                /** @description UTC epoch milliseconds */
                                seen_at: number;
                                suspended_at: number | null;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Accounts seen on endpoints that nobody is bound to */
                            accounts: {
                                account: string;
                                endpoint: string;
                                events: number;
                                /** @description UTC epoch milliseconds */
                                last_at: number;
                            }[];
                            alerts: number;
                            customers: {
                                count: number;
                                default_region: string;
                                emails: number;
                                imported_at: number | null;
                                phones: number;
                                state: "done" | "todo";
                            };
                            /** @description What the journal has that detection has not looked at yet */
                            detection: {
                                entries: number;
                                /** @description Age of the oldest of them */
                                ms: number;
                            };
                            endpoints: {
                                degraded: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    reason: string;
                                    sensor: string;
                                }[];
                                /** @description UTC epoch milliseconds */
                                enrolled_at: number;
                                hostname: string;
                                id: string;
                                last_seen_at: number | null;
                                online: boolean;
                                platform: string;
                                policy_version: number;
                                report: {
                                    /** @description UTC epoch milliseconds */
                                    at: number;
                                    clock_skew_ms?: number;
                                    cpu_ms: number;
                                    keys: "sealed" | "file";
                                    memory_bytes: number;
                                    policy_version: number;
                                    scans_waiting: number;
                                    sensors: {
                                        events: number;
                                        lost: number;
                                        name: string;
                                        state: "ok" | "weak" | "ended";
                                    }[];
                                    spool: {
                                        bytes: number;
                                        lost: number;
                                        waiting: number;
                                    };
                                } | null;
                                version: string;
                            }[];
                            people: {
                                count: number;
                                departing: number;
                                state: "done" | "todo";
                            };
                            rules: {
                                level: "informational" | "low" | "medium" | "high" | "critical";
                                name: string;
                                title: string;
                            }[];
                            watch: {
                                policy: {
                                    /** @description Look for customers in what is copied; on where nothing is said */
                                    clipboard?: boolean;
                                    /** @description Host names of the CRM: files that were downloaded from there are known */
                                    crm_hosts?: string[];
                                    dongles?: {
                                        label: string;
                                        /** @description Four hexadecimal digits */
                                        product_id: string;
                                        /** @description Without one, every such device */
                                        serial?: string;
                                        /** @description Four hexadecimal digits */
                                        vendor_id: string;
                                    }[];
                                    holds?: {
                                        /** @description Whom or where to ask */
                                        ask: string;
                                        /** @description Files with more are meant */
                                        customers_max: number;
                                        /** @description Files are meant too that bring what one account took to such places within 24 hours to more customers, whatever each holds */
                                        day_max?: number;
                                        kinds: ("removable" | "network" | "cloud-sync")[];
                                        language?: "en" | "id" | "ru";
                                        /** @description observe: tell the collector; warn: tell the person too; hold: keep the file until somebody decides; block: keep it, and only an officer can give it back */
                                        mode: "observe" | "warn" | "hold" | "block";
                                        /** @description Files that were not searched to their end are meant too, by why they were not */
                                        unread?: ("encrypted" | "truncated" | "unreadable")[];
                                    };
                                    /** @description Also watch the home folders of all people; off where not said */
                                    home_folders?: boolean;
                                    /** @description List files at rest that hold customers; off where nothing is said */
                                    inventory?: "on" | "paused" | "off";
                                    /** @description Also watch other machines' disks; off where not said */
                                    network_mounts?: boolean;
                                    places: {
                                        kind: "removable" | "network" | "cloud-sync" | "folder";
                                        label: string;
                                        /** @description Absolute path on the endpoint */
                                        path: string;
                                    }[];
                                    /** @description Look for customers in print jobs; on where nothing is said */
                                    print?: boolean;
                                    reading?: {
                                        /** @description Whom or where to ask */
                                        ask: string;
                                        /** @description Files with more are meant */
                                        customers_max: number;
                                        /** @description observe: tell when a browser, sync client, mail program, messenger or transfer tool opens one; block: also keep every program that is not listed from it */
                                        mode: "observe" | "block";
                                        programs: string[];
                                    };
                                    /** @description Also watch every removable drive when it is mounted */
                                    removable_drives: boolean;
                                    volumes?: {
                                        ask: string;
                                        otherwise: "allow" | "read-only" | "deny";
                                        rules: {
                                            access: "allow" | "read-only" | "deny";
                                            account?: string;
                                            /** @description Four hexadecimal digits */
                                            product_id?: string;
                                            serial?: string;
                                            /** @description A permit: UTC epoch milliseconds up to which this rule holds */
                                            until?: number;
                                            /** @description Four hexadecimal digits */
                                            vendor_id?: string;
                                        }[];
                                    };
                                };
                                state: "done" | "todo";
                                /** @description What an endpoint's policy_version is once it watches this */
                                version: number;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            token: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/step-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        body: unknown;
                        method: "POST" | "PUT" | "DELETE";
                        url: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            needed: boolean;
                            nonce: string;
                            options: {
                                [key: string]: unknown;
                            };
                        } | {
                            /** @enum {boolean} */
                            needed: false;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tuning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query: {
                    days: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            budget: {
                                dismissed_this_week: number;
                                per_week: number;
                                warnings: string[];
                            };
                            days: number;
                            exclusions: {
                                decided_at: number | null;
                                decided_by: string | null;
                                id: string;
                                kept_out: number;
                                /** @description UTC epoch milliseconds */
                                proposed_at: number;
                                proposed_by: string;
                                reason: string;
                                rule: string;
                                state: "proposed" | "in force" | "refused" | "withdrawn";
                                trait: {
                                    kind: "device" | "place" | "program" | "endpoint";
                                    value: string;
                                };
                            }[];
                            rules: {
                                confirmed: number;
                                /** @description Of the closed ones; null before any is closed */
                                confirmed_share: number | null;
                                dismissed: number;
                                dismissed_this_week: number;
                                findings: number;
                                open: number;
                                rule: string;
                                /** @description Of the week, by what was dismissed */
                                share_of_budget: number;
                                title: string;
                            }[];
                            suggestions: {
                                dismissed: number;
                                open: number;
                                rule: string;
                                title: string;
                                trait: {
                                    kind: "device" | "place" | "program" | "endpoint";
                                    value: string;
                                };
                                words: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user-keys/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                disabled: boolean;
                                id: string;
                                keys: {
                                    aaguid: string;
                                    id: string;
                                    label: string;
                                    model: string;
                                    /** @description UTC epoch milliseconds */
                                    registered_at: number;
                                    revoked_at: number | null;
                                    revoked_reason: string | null;
                                    synced: boolean;
                                    trust: "traced" | "claimed" | "none";
                                    used_at: number | null;
                                }[];
                                name: string;
                                person: string | null;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                                subject: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                address: string;
                                browser: string;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                id: string;
                                key: string | null;
                                method: string;
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                /** @description The one that asks */
                                own: boolean;
                                /** @description UTC epoch milliseconds */
                                seen_at: number;
                                suspended_at: number | null;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: {
                                address: string;
                                browser: string;
                                /** @description UTC epoch milliseconds */
                                expires_at: number;
                                id: string;
                                key: string | null;
                                method: string;
                                /** @description UTC epoch milliseconds */
                                opened_at: number;
                                /** @description The one that asks */
                                own: boolean;
                                /** @description UTC epoch milliseconds */
                                seen_at: number;
                                suspended_at: number | null;
                                user: string;
                            }[];
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                disabled: boolean;
                                id: string;
                                keys: {
                                    aaguid: string;
                                    id: string;
                                    label: string;
                                    model: string;
                                    /** @description UTC epoch milliseconds */
                                    registered_at: number;
                                    revoked_at: number | null;
                                    revoked_reason: string | null;
                                    synced: boolean;
                                    trust: "traced" | "claimed" | "none";
                                    used_at: number | null;
                                }[];
                                name: string;
                                person: string | null;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                                subject: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        disabled: boolean;
                        /** @description The person's address in the directory */
                        email?: string;
                        name: string;
                        roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                disabled: boolean;
                                id: string;
                                keys: {
                                    aaguid: string;
                                    id: string;
                                    label: string;
                                    model: string;
                                    /** @description UTC epoch milliseconds */
                                    registered_at: number;
                                    revoked_at: number | null;
                                    revoked_reason: string | null;
                                    synced: boolean;
                                    trust: "traced" | "claimed" | "none";
                                    used_at: number | null;
                                }[];
                                name: string;
                                person: string | null;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                                subject: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description UTC epoch milliseconds */
                            expires_at: number;
                            token: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/subject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            users: {
                                disabled: boolean;
                                id: string;
                                keys: {
                                    aaguid: string;
                                    id: string;
                                    label: string;
                                    model: string;
                                    /** @description UTC epoch milliseconds */
                                    registered_at: number;
                                    revoked_at: number | null;
                                    revoked_reason: string | null;
                                    synced: boolean;
                                    trust: "traced" | "claimed" | "none";
                                    used_at: number | null;
                                }[];
                                name: string;
                                person: string | null;
                                roles: ("officer" | "admin" | "manager" | "privacy_officer" | "auditor")[];
                                subject: string | null;
                            }[];
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            alive: boolean;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            facts: {
                                name: string;
                                ok: boolean;
                                says: string;
                            }[];
                            ready: boolean;
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            facts: {
                                name: string;
                                ok: boolean;
                                says: string;
                            }[];
                            ready: boolean;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
