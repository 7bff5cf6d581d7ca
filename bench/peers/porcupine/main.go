// Judges the test histories that come with porcupine, on one thread. Prints a line for each: its name,
// whether it is linearizable, and the CPU seconds that this took, without those of reading it.
package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"syscall"

	"github.com/anishathalye/porcupine"
)

func cpuSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

// A register with compare and swap, that begins with nothing.
type registerCall struct {
	operation string
	first     int
	second    int
}

type registerAnswer struct {
	isKnown bool
	isDone  bool
	value   int
}

const nothing = -1

var registerModel = porcupine.Model{
	Init: func() interface{} { return nothing },
	Hash: func(state interface{}) uint64 { return uint64(state.(int)) },
	Step: func(state, input, output interface{}) (bool, interface{}) {
		value, call, answer := state.(int), input.(registerCall), output.(registerAnswer)
		switch call.operation {
		case "read":
			return !answer.isKnown || answer.value == value, value
		case "write":
			return true, call.first
		default:
			isDone := call.first == value
			if isDone {
				value = call.second
			}
			return !answer.isKnown || answer.isDone == isDone, value
		}
	},
}

var registerLine = regexp.MustCompile(`(?m)^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(\w+)\s+:(\w+)\s+(.*)$`)
var number = regexp.MustCompile(`\d+`)

func registerEvents(text string) []porcupine.Event {
	var events []porcupine.Event
	pending := map[string]int{}
	next := 0
	for _, line := range registerLine.FindAllStringSubmatch(text, -1) {
		process, kind, operation, given := line[1], line[2], line[3], line[4]
		numbers := []int{nothing, nothing}
		for i, digits := range number.FindAllString(given, 2) {
			numbers[i], _ = strconv.Atoi(digits)
		}
		client, _ := strconv.Atoi(process)
		if kind == "invoke" {
			call := registerCall{operation, numbers[0], numbers[1]}
			events = append(events, porcupine.Event{ClientId: client, Kind: porcupine.CallEvent, Value: call, Id: next})
			pending[process] = next
			next++
		} else if kind == "ok" || kind == "fail" {
			// A read that fails answers nothing, and its client goes on.
			answer := registerAnswer{kind == "ok" || operation == "cas", kind == "ok", numbers[0]}
			events = append(events, porcupine.Event{ClientId: client, Kind: porcupine.ReturnEvent, Value: answer, Id: pending[process]})
			delete(pending, process)
		}
	}
	for _, id := range pending {
		events = append(events, porcupine.Event{Kind: porcupine.ReturnEvent, Value: registerAnswer{}, Id: id})
	}
	return events
}

// A store of texts, by keys, which are judged one by one.
type storeCall struct {
	operation string
	key       string
	value     string
}

var storeModel = porcupine.Model{
	PartitionEvent: func(history []porcupine.Event) [][]porcupine.Event {
		parts := map[string][]porcupine.Event{}
		keys := map[int]string{}
		for _, event := range history {
			if event.Kind == porcupine.CallEvent {
				keys[event.Id] = event.Value.(storeCall).key
			}
			parts[keys[event.Id]] = append(parts[keys[event.Id]], event)
		}
		var all [][]porcupine.Event
		for _, part := range parts {
			all = append(all, part)
		}
		return all
	},
	Init: func() interface{} { return "" },
	// Without it texts are compared one by one, which takes many times as long.
	Hash: func(state interface{}) uint64 {
		hash := fnv.New64a()
		hash.Write([]byte(state.(string)))
		return hash.Sum64()
	},
	Step: func(state, input, output interface{}) (bool, interface{}) {
		value, call := state.(string), input.(storeCall)
		switch call.operation {
		case "get":
			return output.(string) == value, value
		case "put":
			return true, call.value
		default:
			return true, value + call.value
		}
	},
}

var storeLine = regexp.MustCompile(`\{:process (\d+), :type :(\w+), :f :(\w+), :key "(.*)", :value (.*)\}`)

func storeEvents(text string) []porcupine.Event {
	var events []porcupine.Event
	pending := map[string]int{}
	next := 0
	for _, line := range storeLine.FindAllStringSubmatch(text, -1) {
		process, kind, operation, key := line[1], line[2], line[3], line[4]
		value, _ := strconv.Unquote(line[5])
		client, _ := strconv.Atoi(process)
		if kind == "invoke" {
			call := storeCall{operation, key, value}
			events = append(events, porcupine.Event{ClientId: client, Kind: porcupine.CallEvent, Value: call, Id: next})
			pending[process] = next
			next++
		} else {
			events = append(events, porcupine.Event{ClientId: client, Kind: porcupine.ReturnEvent, Value: value, Id: pending[process]})
		}
	}
	return events
}

func main() {
	runtime.GOMAXPROCS(1)
	for _, set := range []struct {
		pattern string
		model   porcupine.Model
		read    func(string) []porcupine.Event
	}{{"jepsen/*.log", registerModel, registerEvents}, {"kv/*.txt", storeModel, storeEvents}} {
		paths, _ := filepath.Glob(filepath.Join(os.Args[1], set.pattern))
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				panic(err)
			}
			events := set.read(string(text))
			if len(events) == 0 {
				continue
			}
			before := cpuSeconds()
			isLinearizable := porcupine.CheckEvents(set.model, events)
			fmt.Printf("%s %t %.6f\n", filepath.Base(path), isLinearizable, cpuSeconds()-before)
		}
	}
}
