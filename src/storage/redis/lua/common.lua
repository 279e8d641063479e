-- Which server this is: replicated data never carries the id of the server it lies on.
local function server()
    local info = redis.call('INFO', 'replication')
    return string.match(info, 'role:(%a+)'), string.match(info, 'master_replid:(%x+)')
end

-- Milliseconds of the store's clock.
local function now()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function id(seq)
    return string.format('%.0f-0', seq)
end

-- The chain hash at a sequence of the log, or nothing if the log lacks it.
local function hash_at(log, head_seq, head_hash, seq)
    if seq == 0 then
        return string.rep('0', 64)
    end
    if seq == head_seq then
        return head_hash
    end
    local entry = redis.call('XRANGE', log, id(seq), id(seq))[1]
    if not entry then
        return nil
    end
    local fields = entry[2]
    for i = 1, #fields, 2 do
        if fields[i] == 'h' then
            return fields[i + 1]
        end
    end
    return nil
end

-- Takes away the time at which a blob (`version:expires:bytes`) would cease to exist. Zeros as
-- long as the time was leave the rest where it lies.
local function keep(blob, caller_time)
    local version, expires = string.match(redis.call('GETRANGE', blob, 0, 63), '^(%d+):(%d+):')
    if version and tonumber(expires) > caller_time then
        redis.call('SETRANGE', blob, #version + 1, string.rep('0', #expires))
        redis.call('PERSIST', blob)
    end
end
