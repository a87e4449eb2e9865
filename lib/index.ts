export { errorCodes, NeuronDataError, type CodedError, type ErrorCode } from './errors'
export { Mesh, type MeshInit } from './neuron/mesh'
export { type NodeIds } from './neuron/node-ids'
export { type NodeProperty } from './neuron/node-properties'
export { readNeuron, type ReadNeuronOptions } from './formats/read-neuron'
export { readSynapses, type ReadSynapsesOptions } from './formats/read-synapses'
export { type Neuron } from './neuron/neuron'
export { Skeleton, type SkeletonInit } from './neuron/skeleton'
export { Synapses, type SynapsesInit, type SynapseType } from './neuron/synapses'
export { type NmPerUnit, type UnitsOptions } from './neuron/units'
export { type EdgeWeights } from './topology/graph'
export { type Label, type LabelOrNone } from './seeds/labels'
export { seeds, type LabelSeedOptions, type NodeLabels } from './seeds/label-seeds'
export { type SoftSeeds } from './seeds/soft-seeds'
export { type NumbersOfNodes, type SeedOptions } from './seeds/seed-options'
export { Seeds, type Warning } from './seeds/seeds'
export {
  seedsFromPoints,
  type LabelledPoints,
  type PointSeedOptions,
} from './seeds/seeds-from-points'
export {
  seedsFromSynapses,
  type SeedRule,
  type SynapseSeedOptions,
} from './seeds/seeds-from-synapses'
export { type Clamping, type ClampingOptions } from './propagation/clamping'
export { type StopRuleOptions } from './propagation/stop-rules'
export { type AtOptions, type Progress, type RunOptions } from './propagation/run-options'
export { type Solver } from './propagation/solver'
export { type FactorMethod } from './native'
export { type ProbabilityKind, type ScoreArray } from './propagation/probabilities'
export { convergenceSentence, type Report } from './propagation/report'
export { type PropagationResult } from './propagation/result'
export { resultText, type ResultFormat, type ResultTextOptions } from './propagation/result-text'
export { type ResultTable } from './propagation/result-table'
export { propagateLabels, type PropagateOptions } from './propagation/propagate-labels'
export { type BatchOutcome } from './propagation/neuron-batch'
export {
  propagateNeurons,
  type BatchOptions,
  type BatchProgress,
  type NeuronOfBatch,
  type NeuronOutcome,
  type SeedsOf,
} from './propagation/propagate-neurons'
export { Propagator } from './propagation/propagator'
export { type PropagatorOptions } from './propagation/propagator-options'
export { neuronInfo, type NeuronInfo } from './topology/neuron-info'
export {
  generateNeuron,
  type GeneratedNeuron,
  type GenerateOptions,
} from './generate/generate-neuron'
export { writeNeuronFiles } from './generate/write-neuron-files'
export {
  readLabels,
  type NodeLabelTable,
  type PointLabelTable,
  type ReadLabelsOptions,
} from './formats/read-labels'
export { type Source } from './formats/source'
export { swcText, type SwcTextOptions } from './formats/write-swc'
export { objText } from './formats/write-obj'
export {
  plyBytes,
  type PlyBytesOptions,
  type PlyColumn,
  type PlyColumns,
  type PlyType,
} from './formats/write-ply'
export { synapsesCsv } from './formats/write-synapses'
export { joinFragments, type JoinFragmentsOptions } from './topology/join-fragments'
export { type Joins } from './neuron/joins'
export { downsample, type Downsampled, type DownsampleOptions } from './topology/downsample'
export { readPrecomputed, type ReadPrecomputedOptions } from './formats/precomputed'
export { type FileFormat, type WriteOptions } from './propagation/write-result'
export { splitAxonDendrite } from './compartments/split-axon-dendrite'
export { compartmentNames, type Compartment } from './compartments/compartments'
export { type SplitResult } from './compartments/split-result'
export {
  type AnchoredOptions,
  type FragmentRule,
  type SplitMethod,
  type SplitOptions,
  type SteppedOptions,
} from './compartments/split-options'
export { type SplitStatus } from './compartments/mark-compartments'
export { type FlowAgreement } from './compartments/second-opinion'
export { type CompartmentReport, type SplitReport } from './compartments/split-report'
export { splitTableText, type SplitTable, type SplitWriteOptions } from './compartments/write-split'
