-- KEYS: epoch, head, log, lease (the epoch again without a fence), blobs...,
--       blobs that stop expiring...
-- ARGV: incarnation, epoch, expected sequence, expected hash, channel, log name, fence token or
--       '', furthest time ahead, number of records, then time, hash, bytes of each, then the
--       value of each blob, then the caller's time.
-- Every refusal comes before the first write.
local role, replid = server()
local epoch = redis.call('HMGET', KEYS[1], 'inc', 'ep', 'srv', 'st')
local head = redis.call('HMGET', KEYS[2], 'v', 'h', 't')
if role ~= 'master' then
    return {'replica'}
end
if epoch[1] and (epoch[3] ~= replid or epoch[4] ~= 'open') then
    return {'reopen'}
end
if not epoch[1] then
    return {'gone'}
end
if epoch[1] ~= ARGV[1] then
    return {'incarnation', epoch[1]}
end
if not head[1] then
    return {'gone'}
end

local here = {epoch[1], epoch[2], head[1], head[2], head[3]}
local seq = tonumber(head[1])
local expected = tonumber(ARGV[3])
if expected > seq then
    return {'behind', here}
end
local hash = hash_at(KEYS[3], seq, head[2], expected)
if not hash then
    return {'missing', here}
end
if hash ~= ARGV[4] then
    return {'fork', here}
end
if expected < seq then
    return {'conflict', here, redis.call('XRANGE', KEYS[3], id(expected + 1), '+', 'COUNT', 256)}
end
if epoch[2] ~= ARGV[2] then
    return {'conflict', here, {}}
end
if ARGV[7] ~= '' and redis.call('GET', KEYS[4]) ~= ARGV[7] then
    return {'fenced'}
end

local time = now()
local records = tonumber(ARGV[9])
if records == 0 then
    redis.call('HSET', KEYS[1], 'touch', string.format('%.0f', time))
    return {'ok', here}
end
local last = 9 + 3 * records
if tonumber(ARGV[last - 2]) > time + tonumber(ARGV[8]) then
    return {'ahead'}
end

for i = 1, records do
    local at = 9 + 3 * i
    redis.call('XADD', KEYS[3], id(seq + i), 't', ARGV[at - 2], 'h', ARGV[at - 1], 'e', ARGV[at])
end
local reached = string.format('%.0f', seq + records)
redis.call('HSET', KEYS[2], 'v', reached, 'h', ARGV[last - 1], 't', ARGV[last - 2])
local blobs = #ARGV - 1 - last
for i = 1, blobs do
    redis.call('SET', KEYS[4 + i], ARGV[last + i])
end
for i = 4 + blobs + 1, #KEYS do
    keep(KEYS[i], tonumber(ARGV[#ARGV]))
end
redis.call('PUBLISH', ARGV[5], ARGV[6] .. ' ' .. reached)
return {'ok', {epoch[1], epoch[2], reached, ARGV[last - 1], ARGV[last - 2]}}
